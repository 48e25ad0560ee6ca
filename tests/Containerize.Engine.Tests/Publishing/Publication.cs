using System.Text.Json;
using Containerize.TestKit.Projects;

namespace Containerize.Tests.Engine.Publishing;

/// <summary>One publish: what it said, and the result file it wrote.</summary>
public sealed class Publication
{
    private readonly PublishedImage? image;

    private Publication(DotnetResult result, PublishedImage? image)
    {
        Result = result;
        this.image = image;
    }

    public DotnetResult Result { get; }

    /// <exception cref="InvalidOperationException">The publish failed.</exception>
    public PublishedImage Image => Result.ShouldSucceed() is not null && image is not null ? image : throw new InvalidOperationException($"There is no image.json. The publish said:{Environment.NewLine}{Result.Text}");

    internal static Publication Of(DotnetResult result, string intermediateFolder)
    {
        var path = Directory.Exists(intermediateFolder) ? Directory.EnumerateFiles(intermediateFolder, "image.json", SearchOption.AllDirectories).SingleOrDefault() : null;
        return new Publication(result, path is null ? null : JsonSerializer.Deserialize<PublishedImage>(File.ReadAllText(path), JsonSerializerOptions.Web));
    }
}
