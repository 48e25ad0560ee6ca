using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace Containerize.TestKit.Registry.Routes;

/// <summary>HEAD, GET (whole or a range) and DELETE of blobs.</summary>
internal sealed class BlobRoutes(RegistryStore store)
{
    public Task HandleAsync(HttpContext context, RepositoryPath path)
    {
        if (!RepositoryPath.IsDigest(path.Reference))
        {
            return OciError.WriteAsync(context, StatusCodes.Status400BadRequest, "DIGEST_INVALID", "not a sha256 digest");
        }

        return context.Request.Method switch
        {
            "GET" or "HEAD" => GetAsync(context, path),
            "DELETE" => DeleteAsync(context, path),
            _ => OciError.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "UNSUPPORTED", "method not allowed"),
        };
    }

    private Task GetAsync(HttpContext context, RepositoryPath path)
    {
        if (store.Blob(path.Repository, path.Reference) is not { } blob)
        {
            return OciError.WriteAsync(context, StatusCodes.Status404NotFound, "BLOB_UNKNOWN", "blob unknown to registry");
        }

        context.Response.Headers["Docker-Content-Digest"] = path.Reference;
        context.Response.Headers.AcceptRanges = "bytes";
        if (RangeHeaderValue.TryParse(context.Request.Headers.Range, out var range) && range.Ranges.Count == 1 && HttpMethods.IsGet(context.Request.Method))
        {
            return RangeAsync(context, blob, range.Ranges.Single());
        }

        return context.Response.AnswerAsync(StatusCodes.Status200OK, "application/octet-stream", blob);
    }

    private static Task RangeAsync(HttpContext context, byte[] blob, RangeItemHeaderValue wanted)
    {
        var from = wanted.From ?? Math.Max(0, blob.Length - (wanted.To ?? 0));
        var to = wanted.From is null ? blob.Length - 1 : Math.Min(wanted.To ?? long.MaxValue, blob.Length - 1);
        if (from > to)
        {
            context.Response.Headers.ContentRange = $"bytes */{blob.Length}";
            return OciError.WriteAsync(context, StatusCodes.Status416RangeNotSatisfiable, "BLOB_UNKNOWN", "no such range");
        }

        context.Response.Headers.ContentRange = $"bytes {from}-{to}/{blob.Length}";
        return context.Response.AnswerAsync(StatusCodes.Status206PartialContent, "application/octet-stream", blob.AsMemory((int)from, (int)(to - from + 1)));
    }

    private Task DeleteAsync(HttpContext context, RepositoryPath path)
    {
        if (!store.DeleteBlob(path.Repository, path.Reference))
        {
            return OciError.WriteAsync(context, StatusCodes.Status404NotFound, "BLOB_UNKNOWN", "blob unknown to registry");
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        return Task.CompletedTask;
    }
}
