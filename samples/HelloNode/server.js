import express from "express";

const port = process.env.PORT ?? 3000;
const app = express();

app.use(express.static("public"));
app.get("/hello/:name", (request, response) => response.send(`Hello, ${request.params.name}!`));

const server = app.listen(port, () => console.log(`listening on ${port}`));

// Containers are stopped with this signal, and are killed some seconds later.
process.on("SIGTERM", () => server.close());
