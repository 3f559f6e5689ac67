"""The HTTP layer: everything that knows Flask and Werkzeug. Protocol decisions are made in `mockauth.protocol`."""
