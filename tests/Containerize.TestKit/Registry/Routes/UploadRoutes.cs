using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Containerize.TestKit.Registry.Routes;

/// <summary>The ways to push a blob: POST then PUT, POST then PATCHes then PUT, one POST, and mounting from another repository.</summary>
internal sealed class UploadRoutes(RegistryStore store, RegistryOptions options)
{
    private readonly ConcurrentDictionary<string, UploadSession> sessions = new(StringComparer.Ordinal);

    public Task HandleAsync(HttpContext context, RepositoryPath path)
    {
        if (context.Request.Method == "POST" && path.Reference.Length == 0)
        {
            return PostAsync(context, path.Repository);
        }

        if (!sessions.TryGetValue(path.Reference, out var session) || session.Repository != path.Repository)
        {
            return RefuseAsync(context, StatusCodes.Status404NotFound, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry");
        }

        if (!CarriesState(context, session))
        {
            return RefuseAsync(context, StatusCodes.Status400BadRequest, "BLOB_UPLOAD_INVALID", "the upload's state is not the one that was given out");
        }

        return context.Request.Method switch
        {
            "GET" => StatusAsync(context, session, StatusCodes.Status204NoContent),
            "PATCH" => PatchAsync(context, session),
            "PUT" => PutAsync(context, session),
            "DELETE" => CancelAsync(context, session),
            _ => RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, "UNSUPPORTED", "method not allowed"),
        };
    }

    private async Task PostAsync(HttpContext context, string repository)
    {
        var query = context.Request.Query;
        if (query["mount"].ToString() is { Length: > 0 } mount && query["from"].ToString() is { Length: > 0 } from
            && store.Blob(from, mount) is { } found)
        {
            store.PutBlob(repository, found);
            Created(context, repository, mount);
            return;
        }

        var session = new UploadSession(repository);
        sessions[session.Id] = session;
        if (query["digest"].ToString().Length > 0)
        {
            await PutAsync(context, session);
            return;
        }

        context.Response.Headers["Docker-Upload-UUID"] = session.Id;
        if (options.MinimumChunk > 0)
        {
            context.Response.Headers["OCI-Chunk-Min-Length"] = options.MinimumChunk.ToString();
        }

        await context.Request.DrainAsync();
        await StatusAsync(context, session, StatusCodes.Status202Accepted);
    }

    private async Task PatchAsync(HttpContext context, UploadSession session)
    {
        var before = session.Content.Length;
        if (context.Request.Headers.ContentRange.ToString() is { Length: > 0 } range && !range.StartsWith($"{before}-", StringComparison.Ordinal))
        {
            await context.Request.DrainAsync();
            context.Response.Headers.Range = session.Range;
            await OciError.WriteAsync(context, StatusCodes.Status416RangeNotSatisfiable, "BLOB_UPLOAD_INVALID", $"have {before} bytes, got the chunk {range}");
            return;
        }

        if (!await ReceiveAsync(context, session))
        {
            return;
        }

        var received = session.Content.Length - before;
        if (session.SawLastChunk)
        {
            await OciError.WriteAsync(context, StatusCodes.Status400BadRequest, "SIZE_INVALID", $"only the last chunk may be shorter than {options.MinimumChunk} bytes");
            return;
        }

        session.SawLastChunk = received < options.MinimumChunk;
        session.NextStep();
        await StatusAsync(context, session, StatusCodes.Status202Accepted);
    }

    private async Task PutAsync(HttpContext context, UploadSession session)
    {
        if (!await ReceiveAsync(context, session))
        {
            return;
        }

        Drop(session);
        var content = session.Content.ToArray();
        var promised = context.Request.Query["digest"].ToString();
        if (promised != Sha256.Of(content))
        {
            await OciError.WriteAsync(context, StatusCodes.Status400BadRequest, "DIGEST_INVALID", $"provided '{promised}', content is {Sha256.Of(content)}");
            return;
        }

        store.PutBlob(session.Repository, content);
        Created(context, session.Repository, promised);
    }

    private Task CancelAsync(HttpContext context, UploadSession session)
    {
        Drop(session);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>Takes the body. A sender that breaks off kills its session, as it does at docker-registry.</summary>
    private async Task<bool> ReceiveAsync(HttpContext context, UploadSession session)
    {
        if (context.Request.ContentLength > options.LargestBlobRequest)
        {
            await RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, "SIZE_INVALID", $"a request has at most {options.LargestBlobRequest} bytes");
            return false;
        }

        try
        {
            await context.Request.Body.CopyToAsync(session.Content, context.RequestAborted);
            return true;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            Drop(session);
            context.Cut();
            return false;
        }
    }

    private static async Task RefuseAsync(HttpContext context, int status, string code, string message)
    {
        await context.Request.DrainAsync();
        await OciError.WriteAsync(context, status, code, message);
    }

    private static Task StatusAsync(HttpContext context, UploadSession session, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = $"{context.Request.Scheme}://{context.Request.Host}{session.Location}";
        context.Response.Headers.Range = session.Range;
        return Task.CompletedTask;
    }

    private static void Created(HttpContext context, string repository, string digest)
    {
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.Headers.Location = $"/v2/{repository}/blobs/{digest}";
        context.Response.Headers["Docker-Content-Digest"] = digest;
    }

    private static bool CarriesState(HttpContext context, UploadSession session)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var query = target[(target.IndexOf('?', StringComparison.Ordinal) + 1)..];
        return query.Split('&').Contains("_state=" + session.State, StringComparer.Ordinal);
    }

    private void Drop(UploadSession session) => sessions.TryRemove(session.Id, out _);
}
