using Containerize.BaseImages;
using Containerize.Diagnostics;
using Containerize.Layering;
using Containerize.Tar;

namespace Containerize.Describing;

/// <summary>What a project puts into its image beside what it publishes, and whose things are.</summary>
internal static class AddedContent
{
    /// <summary>The published files as the project wants them, and those that it adds.</summary>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidContent"/>: two files for one place.</exception>
    public static IReadOnlyList<PublishedFile> Join(ImageDefinition definition, IReadOnlyList<PublishedFile> published)
    {
        if (definition.AddedFiles.Count + definition.Permissions.Count == 0)
        {
            return published;
        }

        PublishedFile[] files = [.. published.Select(file => Permit(file, definition)), .. definition.AddedFiles];
        foreach (var place in files.GroupBy(file => definition.PlaceOf(file.RelativePath), StringComparer.Ordinal))
        {
            if (place.Skip(1).FirstOrDefault() is { } second)
            {
                throw new ContainerizeException(
                    ErrorCodes.InvalidContent,
                    $"Adding {second.Source} (ContainerContent): {place.Key} is {place.First().Source} already. Give one of them another TargetPath.");
            }
        }

        return files;
    }

    /// <summary>Turns owners into numbers.</summary>
    /// <param name="user">Of the user that containers run as; null where nobody knows it.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidContent"/>: the number is not known and needed.</exception>
    public static IReadOnlyList<PublishedFile> Own(IReadOnlyList<PublishedFile> files, FileRights? user, ImageDefinition definition)
        => [.. files.Select(file => IsUsual(file) ? file : Own(file, FindOwner(file, user, definition)))];

    /// <summary>What a builder is told by an instruction is not said of the files themselves.</summary>
    public static IEnumerable<PublishedFile> KeepModes(IEnumerable<PublishedFile> files)
        => files.Select(file => IsUsual(file) ? file : Own(file, FileRights.Usual));

    private static bool IsUsual(PublishedFile file) => file.Owner is null && file.Mode is null && file.Origin is not FileOrigin.Folder;

    private static PublishedFile Own(PublishedFile file, FileRights owner)
    {
        if (file.Origin is FileOrigin.Folder)
        {
            return file with { Folder = owner with { Mode = file.Mode ?? TarEntry.DirectoryMode } };
        }

        return file with { Rights = owner with { Mode = file.Mode ?? (file.Executable ? TarEntry.ExecutableMode : TarEntry.FileMode) } };
    }

    private static FileRights FindOwner(PublishedFile file, FileRights? user, ImageDefinition definition)
    {
        var found = file.Owner == FileOwner.App ? user : BaseLookup.FindNumbers(file.Owner, users: null, groups: null);
        return found ?? throw new ContainerizeException(
            ErrorCodes.InvalidContent,
            $"Giving {file.RelativePath} to the user of {definition.ProjectName}'s image: which number that user has is not known. "
                + "Set ContainerUser, or the Owner of the item, to a number such as 1654.");
    }

    private static PublishedFile Permit(PublishedFile file, ImageDefinition definition)
        => definition.Permissions.FirstOrDefault(rule => LayerRule.Matches(rule.Pattern, file.RelativePath))?.Apply(file, definition) ?? file;
}
