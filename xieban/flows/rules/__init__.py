"""The engine without a database: reading and checking BPMN files, and what one act does to an instance."""
