using Containerize.Layering;

namespace Containerize.Describing;

/// <summary>A user's wish (a ContainerPermission item): whose the published files are that match, and what may be done with them.</summary>
/// <param name="Pattern">As in <see cref="LayerRule"/>.</param>
/// <param name="Owner">As in <see cref="PublishedFile.Owner"/>.</param>
/// <param name="Mode">As in <see cref="PublishedFile.Mode"/>.</param>
internal sealed record PermissionRule(string Pattern, string? Owner, int? Mode)
{
    public PublishedFile Apply(PublishedFile file, ImageDefinition definition) => file with
    {
        Owner = Owner,
        Mode = Mode,
        Root = Owner is null ? null : FindRoot(definition),
        RelativePath = Owner is null ? file.RelativePath : definition.PlaceOf(file.RelativePath),
    };

    /// <summary>The folder that all files of the pattern lie in.</summary>
    private string FindRoot(ImageDefinition definition)
    {
        var literal = LayerRule.FindBeginning(Pattern);
        var slash = literal.LastIndexOf('/');
        return slash < 0 ? definition.WorkingDirectory : definition.PlaceOf(literal[..slash]);
    }
}
