using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Containerize.TestKit.Registry.Routes;

/// <summary>HEAD, GET, PUT and DELETE of manifests and indexes.</summary>
internal sealed class ManifestRoutes(RegistryStore store, RegistryOptions options)
{
    /// <summary>The distribution spec has registries take at least this much; more is refused, so that a client's limits are met.</summary>
    private const int Largest = 4 * 1024 * 1024;

    public Task HandleAsync(HttpContext context, RepositoryPath path)
    {
        if (!RepositoryPath.IsDigest(path.Reference) && !RepositoryPath.IsTag(path.Reference))
        {
            var code = path.Reference.Contains(':', StringComparison.Ordinal) ? "DIGEST_INVALID" : "TAG_INVALID";
            return OciError.WriteAsync(context, StatusCodes.Status400BadRequest, code, "neither a tag nor a digest");
        }

        return context.Request.Method switch
        {
            "GET" or "HEAD" => GetAsync(context, path),
            "PUT" => PutAsync(context, path),
            "DELETE" => DeleteAsync(context, path),
            _ => OciError.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "UNSUPPORTED", "method not allowed"),
        };
    }

    private Task GetAsync(HttpContext context, RepositoryPath path)
    {
        if (store.Manifest(path.Repository, path.Reference) is not { } manifest)
        {
            return OciError.WriteAsync(context, StatusCodes.Status404NotFound, "MANIFEST_UNKNOWN", "manifest unknown");
        }

        // As docker-registry does: what the client did not say it can read is not there for it.
        var accept = context.Request.Headers.Accept.ToString();
        if (accept.Length > 0 && !accept.Contains(manifest.MediaType, StringComparison.Ordinal) && !accept.Contains("*/*", StringComparison.Ordinal))
        {
            return OciError.WriteAsync(context, StatusCodes.Status404NotFound, "MANIFEST_UNKNOWN", $"the accept header does not support {manifest.MediaType}");
        }

        context.Response.Headers["Docker-Content-Digest"] = manifest.Digest;
        context.Response.Headers.ETag = $"\"{manifest.Digest}\"";
        return context.Response.AnswerAsync(StatusCodes.Status200OK, manifest.MediaType, manifest.Content);
    }

    private async Task PutAsync(HttpContext context, RepositoryPath path)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var content = body.ToArray();
        var refusal = content.Length > Largest
            ? (StatusCodes.Status413PayloadTooLarge, "SIZE_INVALID", $"a manifest has at most {Largest} bytes")
            : Examine(context.Request.ContentType, path, content, out _);
        if (refusal is var (status, code, message))
        {
            await OciError.WriteAsync(context, status, code, message);
            return;
        }

        var kept = store.PutManifest(path.Repository, path.Reference, context.Request.ContentType!, content);
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.Headers.Location = $"/v2/{path.Repository}/manifests/{kept.Digest}";
        context.Response.Headers["Docker-Content-Digest"] = kept.Digest;
        if (options.Referrers && Json(content)?["subject"]?["digest"] is { } subject)
        {
            context.Response.Headers["OCI-Subject"] = (string?)subject;
        }
    }

    private Task DeleteAsync(HttpContext context, RepositoryPath path)
    {
        if (!store.DeleteManifest(path.Repository, path.Reference))
        {
            return OciError.WriteAsync(context, StatusCodes.Status404NotFound, "MANIFEST_UNKNOWN", "manifest unknown");
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        return Task.CompletedTask;
    }

    private (int Status, string Code, string Message)? Examine(string? contentType, RepositoryPath path, byte[] content, out JsonObject? json)
    {
        json = Json(content);
        if (json is null || string.IsNullOrEmpty(contentType))
        {
            return (StatusCodes.Status400BadRequest, "MANIFEST_INVALID", "a manifest is a JSON object and has a content type");
        }

        if ((string?)json["mediaType"] is { } own && own != contentType)
        {
            return (StatusCodes.Status400BadRequest, "MANIFEST_INVALID", $"sent as {contentType}, calls itself {own}");
        }

        if (RepositoryPath.IsDigest(path.Reference) && path.Reference != Sha256.Of(content))
        {
            return (StatusCodes.Status400BadRequest, "DIGEST_INVALID", $"provided {path.Reference}, content is {Sha256.Of(content)}");
        }

        foreach (var descriptor in Descriptors(json["config"], json["layers"]))
        {
            // Layers that may not be distributed lie elsewhere, at their urls.
            if (descriptor["urls"] is null && store.Blob(path.Repository, (string?)descriptor["digest"] ?? string.Empty) is null)
            {
                return (StatusCodes.Status400BadRequest, "MANIFEST_BLOB_UNKNOWN", $"blob unknown to registry: {descriptor["digest"]}");
            }
        }

        foreach (var child in Descriptors(null, json["manifests"]))
        {
            if (options.RequireIndexChildren && store.Manifest(path.Repository, (string?)child["digest"] ?? string.Empty) is null)
            {
                return (StatusCodes.Status400BadRequest, "MANIFEST_BLOB_UNKNOWN", $"manifest unknown to registry: {child["digest"]}");
            }
        }

        return null;
    }

    private static IEnumerable<JsonObject> Descriptors(JsonNode? one, JsonNode? many)
        => (many as JsonArray ?? []).Append(one).OfType<JsonObject>();

    private static JsonObject? Json(byte[] content)
    {
        try
        {
            return JsonNode.Parse(content) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
