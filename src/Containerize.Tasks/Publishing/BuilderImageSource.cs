using System.Text;
using Containerize.Diagnostics;
using Containerize.Engines;
using Containerize.Images;
using Containerize.Oci;

namespace Containerize.Publishing;

/// <summary>The images that a builder makes of a Dockerfile. Their layers lie in a folder below obj until the source is disposed of.</summary>
/// <param name="folder">Absolute path of a folder that nothing else uses.</param>
internal sealed class BuilderImageSource(BuilderRecipe recipe, BuilderClient builder, string folder, IPublishLog log) : IImageSource, IDisposable
{
    /// <summary>
    /// One build for each platform: a builder of several machines does each where it runs, and can write no archive of what several made (buildx: "oci for
    /// multi-node builds currently not supported"). One that fails ends the others.
    /// </summary>
    /// <exception cref="ContainerizeException">As <see cref="ResolveAsync"/>.</exception>
    public async Task<IReadOnlyList<Image>> ResolveAllAsync(IReadOnlyList<Platform> platforms, CancellationToken cancellationToken)
    {
        if (builder.BuildsSideBySide)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            return await Task.WhenAll(platforms.Select(platform => ResolveOrStopAsync(platform, stop)));
        }

        var images = new List<Image>();
        foreach (var platform in platforms)
        {
            images.Add(await ResolveAsync(platform, cancellationToken));
        }

        return images;
    }

    /// <exception cref="ContainerizeException">
    /// <see cref="ErrorCodes.BuilderFailed"/>, <see cref="ErrorCodes.BuilderMissing"/>, <see cref="ErrorCodes.BuilderSilent"/> or
    /// <see cref="ErrorCodes.OtherPlatform"/>.
    /// </exception>
    public async Task<Image> ResolveAsync(Platform platform, CancellationToken cancellationToken)
    {
        var own = platform.ToString().Replace('/', '-');
        var place = Path.Join(folder, own);
        log.Say($"Building {recipe.Dockerfile} for {platform} with {builder.Title}");
        Delete(place);
        Directory.CreateDirectory(Path.Join(place, "image"));
        var call = new BuildCall(recipe.Dockerfile, recipe.Context, platform.ToString(), Path.Join(place, "image.tar"))
        {
            // One project's own for as long as it takes.
            Name = $"containerize-{Digest.Of(Encoding.UTF8.GetBytes(recipe.Dockerfile)).Hex[..16]}:{own}",
            Arguments = recipe.Arguments,
            Secrets = recipe.Secrets,
            Others = recipe.Others,
        };
        await builder.BuildAsync(call, cancellationToken);
        return await SavedImage.ReadAsync(call.Archive, Path.Join(place, "image"), platform, cancellationToken);
    }

    public void Dispose() => Delete(folder);

    private async Task<Image> ResolveOrStopAsync(Platform platform, CancellationTokenSource stop)
    {
        try
        {
            return await ResolveAsync(platform, stop.Token);
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
    }

    /// <summary>What is left behind is in the way of nothing: the next publish replaces it.</summary>
    private void Delete(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Detail($"Removing {path}: {e.Message}");
        }
    }
}
