"""What can be done in the editor: the actions of the table, by topic, each a part of the editor's screen."""
