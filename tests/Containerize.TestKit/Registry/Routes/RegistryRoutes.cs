using Microsoft.AspNetCore.Http;

namespace Containerize.TestKit.Registry.Routes;

/// <summary>Sends a request to what its path names.</summary>
internal sealed class RegistryRoutes
{
    private readonly RegistryOptions options;
    private readonly ManifestRoutes manifests;
    private readonly BlobRoutes blobs;
    private readonly UploadRoutes uploads;
    private readonly ListingRoutes listings;

    public RegistryRoutes(RegistryStore store, RegistryOptions options)
    {
        this.options = options;
        manifests = new ManifestRoutes(store, options);
        blobs = new BlobRoutes(store);
        uploads = new UploadRoutes(store, options);
        listings = new ListingRoutes(store);
    }

    public Task HandleAsync(HttpContext context)
    {
        context.Response.Headers["Docker-Distribution-API-Version"] = "registry/2.0";
        var path = context.Request.Path.Value ?? string.Empty;
        if (path is "/v2/" or "/v2")
        {
            return context.Response.AnswerAsync(StatusCodes.Status200OK, "application/json", "{}"u8.ToArray());
        }

        if (RepositoryPath.Parse(path) is not { } named)
        {
            return OciError.WriteAsync(context, StatusCodes.Status404NotFound, "UNSUPPORTED", "no such endpoint");
        }

        if (!RepositoryPath.IsName(named.Repository))
        {
            return OciError.WriteAsync(context, StatusCodes.Status400BadRequest, "NAME_INVALID", "invalid repository name");
        }

        return named.Part switch
        {
            RepositoryPart.Manifests => manifests.HandleAsync(context, named),
            RepositoryPart.Blobs => blobs.HandleAsync(context, named),
            RepositoryPart.Uploads => uploads.HandleAsync(context, named),
            RepositoryPart.Tags => listings.TagsAsync(context, named.Repository),
            RepositoryPart.Referrers when options.Referrers => listings.ReferrersAsync(context, named),
            _ => OciError.WriteAsync(context, StatusCodes.Status404NotFound, "UNSUPPORTED", "no such endpoint"),
        };
    }
}
