"""A relay in front of an HTTP server that closes each connection: it can keep back an answer to a POST,
as if the line had broken at the worst moment."""
import socket
import threading


class Relay:
    def __init__(self, port):
        self.target, self.keeps_back, self.kept_back = port, False, threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def keep_back_next(self):
        self.kept_back.clear()
        self.keeps_back = True

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    @staticmethod
    def read_request(client):
        data = b""
        while b"\r\n\r\n" not in data:
            part = client.recv(65536)
            if not part:
                return data
            data += part
        head, _, body = data.partition(b"\r\n\r\n")
        length = 0
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        while len(body) < length:
            body += client.recv(65536)
        return head + b"\r\n\r\n" + body

    def serve(self, client):
        with client:
            request = self.read_request(client)
            try:
                with socket.create_connection(("127.0.0.1", self.target)) as server:
                    server.sendall(request)
                    answer = b""
                    while part := server.recv(65536):
                        answer += part
            except OSError:
                return  # it is down: so are we
            if self.keeps_back and request.startswith(b"POST"):
                self.keeps_back = False
                self.kept_back.set()
                client.recv(1)  # until whoever waits for it is no more
                return
            client.sendall(answer)
