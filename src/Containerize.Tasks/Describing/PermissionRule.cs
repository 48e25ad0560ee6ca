using Containerize.Layering;

namespace Containerize.Describing;

/// <summary>A user's wish (a ContainerPermission item): whose the published files are that match, and what may be done with them.</summary>
/// <param name="Pattern">As in <see cref="LayerRule"/>.</param>
/// <param name="Owner">As in <see cref="PublishedFile.Owner"/>.</param>
/// <param name="Mode">As in <see cref="PublishedFile.Mode"/>.</param>
internal sealed record PermissionRule(string Pattern, string? Owner, int? Mode)
{
    /// <param name="workingDirectory">The image's.</param>
    public PublishedFile Apply(PublishedFile file, string workingDirectory) => file with
    {
        Owner = Owner,
        Mode = Mode,
        Root = Owner is null ? null : FindRoot(workingDirectory),
        RelativePath = Owner is null ? file.RelativePath : $"{workingDirectory.TrimEnd('/')}/{file.RelativePath}",
    };

    /// <summary>The folder that all files of the pattern lie in.</summary>
    private string FindRoot(string workingDirectory)
    {
        var literal = Pattern.IndexOfAny(['*', '?']) is var end and >= 0 ? Pattern[..end] : Pattern;
        var slash = literal.LastIndexOf('/');
        return slash < 0 ? workingDirectory : $"{workingDirectory.TrimEnd('/')}/{literal[..slash]}";
    }
}
