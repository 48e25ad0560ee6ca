using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Containerize.TestKit.Registry.Routes;

/// <summary>Lists of tags and of referrers.</summary>
internal sealed class ListingRoutes(RegistryStore store)
{
    private const string IndexType = "application/vnd.oci.image.index.v1+json";

    public Task TagsAsync(HttpContext context, string repository)
    {
        if (!store.HasRepository(repository))
        {
            return OciError.WriteAsync(context, StatusCodes.Status404NotFound, "NAME_UNKNOWN", "repository name not known to registry");
        }

        IEnumerable<string> tags = store.Tags(repository);
        if (context.Request.Query["last"].ToString() is { Length: > 0 } last)
        {
            tags = tags.Where(tag => string.CompareOrdinal(tag, last) > 0);
        }

        var left = tags.ToList();
        if (int.TryParse(context.Request.Query["n"], out var limit) && limit >= 0 && limit < left.Count)
        {
            left = left[..limit];
            context.Response.Headers.Link = $"</v2/{repository}/tags/list?n={limit}&last={left.LastOrDefault()}>; rel=\"next\"";
        }

        var body = new JsonObject { ["name"] = repository, ["tags"] = new JsonArray([.. left.Select(tag => (JsonNode)tag)]) };
        return WriteAsync(context, "application/json", body);
    }

    public Task ReferrersAsync(HttpContext context, RepositoryPath path)
    {
        if (!RepositoryPath.IsDigest(path.Reference))
        {
            return OciError.WriteAsync(context, StatusCodes.Status400BadRequest, "DIGEST_INVALID", "not a sha256 digest");
        }

        var wanted = context.Request.Query["artifactType"].ToString();
        var found = new JsonArray();
        foreach (var manifest in store.Manifests(path.Repository))
        {
            if (JsonNode.Parse(manifest.Content) is JsonObject json && (string?)json["subject"]?["digest"] == path.Reference
                && (wanted.Length == 0 || wanted == ArtifactType(json)))
            {
                found.Add(Describe(manifest, json));
            }
        }

        if (wanted.Length > 0)
        {
            context.Response.Headers["OCI-Filters-Applied"] = "artifactType";
        }

        return WriteAsync(context, IndexType, new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = IndexType, ["manifests"] = found });
    }

    private static JsonObject Describe(StoredManifest manifest, JsonObject json)
    {
        var described = new JsonObject
        {
            ["mediaType"] = manifest.MediaType,
            ["digest"] = manifest.Digest,
            ["size"] = manifest.Content.Length,
        };
        if (ArtifactType(json) is { } type)
        {
            described["artifactType"] = type;
        }

        if (json["annotations"] is { } annotations)
        {
            described["annotations"] = annotations.DeepClone();
        }

        return described;
    }

    /// <summary>Named by the manifest, else by its configuration's media type (distribution spec, "Listing Referrers").</summary>
    private static string? ArtifactType(JsonObject json) => (string?)json["artifactType"] ?? (string?)json["config"]?["mediaType"];

    private static Task WriteAsync(HttpContext context, string type, JsonObject body)
        => context.Response.AnswerAsync(StatusCodes.Status200OK, type, Encoding.UTF8.GetBytes(body.ToJsonString()));
}
