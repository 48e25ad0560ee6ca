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
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.BuilderFailed"/>.</exception>
    public async Task<Image> ResolveAsync(Platform platform, CancellationToken cancellationToken)
    {
        // One project's own for as long as it takes.
        var name = $"containerize-{Digest.Of(Encoding.UTF8.GetBytes(recipe.Dockerfile)).Hex[..16]}:{platform.Architecture}";
        var place = Path.Join(folder, platform.Architecture);
        log.Say($"Building {recipe.Dockerfile} for {platform} with {builder.Program}");
        await builder.BuildAsync(recipe.Dockerfile, recipe.Context, name, ["--platform", platform.ToString(), .. recipe.Options], cancellationToken);
        try
        {
            Delete(place);
            Directory.CreateDirectory(Path.Join(place, "image"));
            var archive = Path.Join(place, "image.tar");
            await builder.SaveAsync(name, archive, cancellationToken);
            return await SavedImage.ReadAsync(archive, Path.Join(place, "image"), cancellationToken);
        }
        finally
        {
            await builder.ForgetAsync(name, CancellationToken.None);
        }
    }

    public void Dispose() => Delete(folder);

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
