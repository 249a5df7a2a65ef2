from workflow.councils.views.routes import bp as bp
