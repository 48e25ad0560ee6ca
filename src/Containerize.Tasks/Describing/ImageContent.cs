using Containerize.BaseImages;
using Containerize.Diagnostics;
using Containerize.Images;
using Containerize.Layering;
using Containerize.Storage;
using Containerize.Tar;

namespace Containerize.Describing;

/// <summary>What goes into an image for one platform, and where.</summary>
/// <param name="Files">Published files, what the project adds to them, and folders.</param>
/// <param name="LeftOut">Published files that do not.</param>
internal sealed record ImageContent(IReadOnlyList<PublishedFile> Files, IReadOnlyList<LeftOutFile> LeftOut, ImagePlaces Places)
{
    /// <summary>Equal for contents of one publish output that are the same.</summary>
    public string Key { get; } = string.Join(
        '\n',
        LeftOut.Select(file => file.File.RelativePath)
            .Concat(Files.Where(file => file.Folder is not null).Select(file => $"{file.RelativePath} {file.Folder}"))
            .Append(Places.Key));

    /// <param name="published">All that lies in the publish directory.</param>
    /// <param name="resolveAsync">The base, which is asked for only if it must be known.</param>
    /// <exception cref="ContainerizeException">
    /// <see cref="ErrorCodes.InvalidContent"/>: whose something is to be cannot be told; and what fetching the base may give, where that has to be known.
    /// </exception>
    public static async Task<ImageContent> ChooseAsync(
        ImageDefinition definition,
        IReadOnlyList<PublishedFile> published,
        Func<Task<Image>> resolveAsync,
        ContentStore store,
        IPublishLog log,
        CancellationToken cancellationToken)
    {
        var (taken, leftOut) = definition.Choice.Sort(published);
        taken = AddedContent.Join(definition, taken);
        IReadOnlyList<PublishedFile> volumes = [.. VolumesOf(definition)];
        var questions = ImagePlaces.ListQuestions(definition.WorkingDirectory, taken.Concat(volumes).Concat(definition.AddedFolders));
        var hasOwners = taken.Any(file => file.Owner is not null) || definition.AddedFolders.Count > 0;
        if (questions.Count == 0 && volumes.Count == 0 && !hasOwners)
        {
            return new ImageContent(AddedContent.Own(taken, user: null, definition), leftOut, new ImagePlaces(definition.WorkingDirectory));
        }

        var from = await resolveAsync();
        var user = volumes.Count == 0 && !hasOwners ? null : ConfigComposer.UserOf(definition, from.Config) ?? from.Config.User;
        if (await AskAsync(definition, from, questions, user, store, log, cancellationToken) is not { } answers)
        {
            return new ImageContent(AddedContent.Own(taken, user: null, definition), leftOut, new ImagePlaces(definition.WorkingDirectory));
        }

        if (answers.User is null && volumes.Count > 0)
        {
            log.Warn(
                ErrorCodes.UserNotKnown,
                $"Making the folder for the volume {volumes[0].RelativePath}: the image runs as '{Excerpt.Of(user)}', which "
                    + $"{(from.Reference is null ? "nothing in the image gives a number" : $"{from.Reference} does not know")}, so the folder stays "
                    + "root's and the app cannot write to it. Set ContainerUser to a number such as 1654.");
        }

        var owner = answers.User ?? FileRights.Usual;
        var missing = volumes.Where(volume => !answers.Paths[volume.RelativePath].Exists || HasFiles(volume.RelativePath, taken, definition.WorkingDirectory));
        var volumesToMake = missing.Select(volume => volume with { Folder = owner });
        return new ImageContent(
            [
                .. AddedContent.Own(taken, answers.User, definition),
                .. AddedContent.Own(definition.AddedFolders, answers.User, definition),
                .. volumesToMake,
            ],
            leftOut,
            new ImagePlaces(definition.WorkingDirectory, answers));
    }

    /// <summary>In a Dockerfile, the builder knows the base, and is told whose files and folders are.</summary>
    public static ImageContent ForDockerfile(ImageDefinition definition, IReadOnlyList<PublishedFile> published)
    {
        var (taken, leftOut) = definition.Choice.Sort(published);
        return new ImageContent(
            [
                .. AddedContent.KeepModes(AddedContent.Join(definition, taken)),
                .. AddedContent.KeepModes(definition.AddedFolders),
                .. VolumesOf(definition),
            ],
            leftOut,
            new ImagePlaces(definition.WorkingDirectory));
    }

    /// <summary>In the order of their paths, each once. The root is nobody's to give away.</summary>
    private static IEnumerable<PublishedFile> VolumesOf(ImageDefinition definition) => definition.Volumes
        .Where(volume => volume.StartsWith('/'))
        .Select(volume => "/" + string.Join('/', volume.Split('/', StringSplitOptions.RemoveEmptyEntries)))
        .Where(volume => volume.Length > 1)
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal)
        .Select(volume => new PublishedFile(volume, string.Empty, Size: 0, Executable: false, new FileOrigin.Volume()) { Folder = FileRights.Usual });

    /// <summary>Then the folder is ours, whatever the base has there.</summary>
    private static bool HasFiles(string volume, IReadOnlyList<PublishedFile> files, string workingDirectory)
    {
        if (volume == workingDirectory)
        {
            return true;
        }

        var root = workingDirectory.TrimEnd('/') + "/";
        return volume.StartsWith(root, StringComparison.Ordinal)
            && files.Any(file => file.RelativePath.StartsWith(volume[root.Length..] + "/", StringComparison.Ordinal));
    }

    private static async Task<BaseAnswers?> AskAsync(
        ImageDefinition definition,
        Image from,
        IReadOnlyList<string> questions,
        string? user,
        ContentStore store,
        IPublishLog log,
        CancellationToken cancellationToken)
    {
        try
        {
            return await new BaseLookup(store).AskAsync(from, questions, user, cancellationToken);
        }
        catch (Exception e) when (e is ContainerizeException or InvalidDataException or IOException)
        {
            var fault = $"Looking up {string.Join(", ", questions)} in {from.Reference}: its layers cannot be read: {Excerpt.Of(e.Message).TrimEnd('.')}. ";
            if (definition.AddedFiles.Count + definition.AddedFolders.Count > 0)
            {
                throw new ContainerizeException(
                    ErrorCodes.BaseFoldersUnknown,
                    fault + "What the project adds (ContainerContent, ContainerDirectory) cannot be put in its place without that.",
                    e);
            }

            log.Warn(
                ErrorCodes.BaseFoldersUnknown,
                fault + $"{definition.ProjectName} is published without knowing them: an engine may make these folders root's, and folders for volumes "
                    + "(ContainerVolume) are left out.");
            return null;
        }
    }
}
