using Containerize.Destinations;

namespace Containerize.Tasks;

/// <summary>What an image is called where it goes, in words that are equal for two images of which the later would take the place of the earlier.</summary>
internal static class ImageNames
{
    public static IReadOnlyList<string> Of(ImageTarget target) => target.Place switch
    {
        ImagePlace.Archive(var path) => [$"the archive {path}"],
        ImagePlace.Layout(var path) => [.. target.Tags.Select(tag => $"the tag {tag} of the image layout {Path.TrimEndingDirectorySeparator(path)}")],
        _ => target.Names,
    };

    /// <summary>How two projects get names of their own.</summary>
    public static string WayOut(string name)
    {
        const string Prefix
            = "name them in their projects with ContainerRepository, or set ContainerRepositoryPrefix for all of them and ContainerRepository for none";
        if (name.StartsWith("the archive ", StringComparison.Ordinal))
        {
            return $"End ContainerArchiveOutputPath in a slash, so that each gets a file named for its repository, and {Prefix}";
        }

        return name.StartsWith("the tag ", StringComparison.Ordinal)
            ? $"End ContainerLayoutOutputPath in a slash, so that each gets a folder named for its repository, and {Prefix}"
            : $"To tell them apart, {Prefix}";
    }
}
