using Containerize.Diagnostics;
using Containerize.Dockerfiles;
using Containerize.Oci;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>What people write of a Dockerfile, before any project is evaluated for it.</summary>
internal sealed record DockerfileValues
{
    public required DockerfileProfile Profile { get; init; }

    /// <summary>Null: the builder's own frontend.</summary>
    public required string? Syntax { get; init; }

    /// <summary>Null: to be inferred.</summary>
    public required ImageReference? SdkImage { get; init; }

    public required IReadOnlyList<BuildArgument> BuildArguments { get; init; }

    public required IReadOnlyList<ExtraRun> ExtraRuns { get; init; }

    public required IReadOnlyList<RestoreSecret> Credentials { get; init; }

    /// <summary>Null: to be taken from the repository.</summary>
    public required string? ServiceName { get; init; }

    /// <param name="items">With the one of kind <see cref="ItemKind.Dockerfile"/>.</param>
    /// <exception cref="ContainerizeException">Some properties or items are not valid: all of them are in it.</exception>
    public static DockerfileValues Read(ImageItems items)
    {
        var faults = new Faults();
        var dockerfile = items.Dockerfile!;
        var values = new DockerfileValues
        {
            Profile = faults.Read(() => ReadProfile(dockerfile["Profile"]), DockerfileProfile.Portable),
            Syntax = faults.Read(() => ReadSyntax(dockerfile["Syntax"]), null),
            SdkImage = faults.Read(() => ReadSdkImage(dockerfile["SdkImage"]), null),
            BuildArguments = faults.ReadEach(items[ItemKind.BuildArgument], ReadBuildArgument),
            ExtraRuns = faults.ReadEach(items[ItemKind.Run], ReadRun),
            Credentials = faults.ReadEach(items[ItemKind.NuGetCredential], ReadCredential),
            ServiceName = faults.Read(() => ReadServiceName(dockerfile["ComposeService"]), null),
        };
        faults.Try(() => CheckUnique(values.Credentials));
        faults.Throw();
        return values;
    }

    private static DockerfileProfile ReadProfile(string? text) => text switch
    {
        null or "portable" => DockerfileProfile.Portable,
        "plain" => DockerfileProfile.Plain,
        "buildkit" => DockerfileProfile.BuildKit,
        _ => throw new ContainerizeException(
            ErrorCodes.InvalidOption,
            $"Reading ContainerizeDockerfileProfile: '{Excerpt.Of(text)}' is no profile. Use portable, plain or buildkit."),
    };

    /// <summary>compose-spec, schema: services.</summary>
    private static string? ReadServiceName(string? text) => text is null || text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
        ? text
        : throw new ContainerizeException(
            ErrorCodes.InvalidOption,
            $"Reading ContainerizeComposeService: '{Excerpt.Of(text)}' is no name of a service. Use letters, digits, and . _ or - between them, such as shop.");

    /// <summary>As it is written: BuildKit knows a frontend by Docker Hub's short name.</summary>
    private static string? ReadSyntax(string? named) => named is null || ImageReference.TryParse(named, out _)
        ? named
        : throw new ContainerizeException(
            ErrorCodes.InvalidOption,
            $"Reading ContainerizeDockerfileSyntax: '{Excerpt.Of(named)}' is not the image of a frontend. Use docker/dockerfile:1, or leave it empty.");

    private static ImageReference? ReadSdkImage(string? named)
    {
        if (named is null)
        {
            return null;
        }

        return ImageReference.TryParse(named, out var reference)
            ? reference
            : throw new ContainerizeException(
                ErrorCodes.InvalidBaseImage,
                $"Reading ContainerizeSdkImage: '{Excerpt.Of(named)}' is not an image reference. Use registry/repository:tag.");
    }

    private static BuildArgument ReadBuildArgument(ITaskItem item)
    {
        var name = item.ItemSpec;
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            throw new ContainerizeException(
                ErrorCodes.InvalidOption,
                $"Reading the ContainerizeBuildArgument item '{Excerpt.Of(name)}': it is not the name of a property. "
                + "Put the value into its Value metadata.");
        }

        if (name is MultiStageDockerfile.RevisionArgument or MultiStageDockerfile.RepositoryArgument or MultiStageDockerfile.VersionsArgument
            || name.StartsWith("TARGET", StringComparison.Ordinal)
            || name.StartsWith("BUILDPLATFORM", StringComparison.Ordinal))
        {
            throw new ContainerizeException(
                ErrorCodes.InvalidOption,
                $"Reading the ContainerizeBuildArgument item '{name}': the Dockerfile has an argument of that name already. Leave the item out.");
        }

        var value = item.GetMetadata("Value");
        if (!DockerfileText.CanSay(value))
        {
            throw new ContainerizeException(
                ErrorCodes.NotInDockerfile,
                $"Reading the ContainerizeBuildArgument item '{name}': its value has a line break in it, which no Dockerfile instruction can have.");
        }

        return new BuildArgument(name, value, ReadOneOf(item, "Stage", "restore", "publish") == "publish");
    }

    private static ExtraRun ReadRun(ITaskItem item)
    {
        // As an item's name a command is a pattern of files to MSBuild; as metadata it is left as it is. Several lines are one command.
        var text = item.GetMetadata("Command") is { Length: > 0 } command ? command : item.ItemSpec;
        var faults = new Faults();
        var stage = faults.Read(() => ReadStage(item), RunStage.Final);
        var position = faults.Read(() => ReadOneOf(item, "Position", "before", "after"), string.Empty);
        faults.Throw();
        var line = string.Join(' ', text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return new ExtraRun(line, stage, position == "after");
    }

    private static RunStage ReadStage(ITaskItem item) => ReadOneOf(item, "Stage", "final", "restore", "publish") switch
    {
        "restore" => RunStage.Restore,
        "publish" => RunStage.Publish,
        _ => RunStage.Final,
    };

    /// <param name="values">The first is what is meant where none is given.</param>
    private static string ReadOneOf(ITaskItem item, string name, params string[] values)
    {
        var value = item.GetMetadata(name) is { Length: > 0 } given ? given : values[0];
        return values.Contains(value, StringComparer.Ordinal)
            ? value
            : throw new ContainerizeException(
                ErrorCodes.InvalidOption,
                $"Reading the item '{Excerpt.Of(item.ItemSpec, 60)}': its {name} is '{Excerpt.Of(value)}'; it can be {string.Join(" or ", values)}.");
    }

    private static RestoreSecret ReadCredential(ITaskItem item)
    {
        if (item.GetMetadata("Variable") is { Length: > 0 } variable)
        {
            return !char.IsAsciiDigit(variable[0]) && variable.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
                ? RestoreSecret.OfVariable(variable)
                : throw Invalid($"its Variable '{Excerpt.Of(variable)}' is not the name of an environment variable. Use letters, digits and underscores");
        }

        return item.ItemSpec.Length > 0 && !item.ItemSpec.Any(c => c is '=' or '$' || char.IsControl(c))
            ? RestoreSecret.OfSource(item.ItemSpec)
            : throw Invalid("NuGet takes credentials from a variable named for the package source, and no variable's name has '=', '$' or a line break in it. "
                + "Rename the source in nuget.config");

        ContainerizeException Invalid(string why) => new(
            ErrorCodes.InvalidOption,
            $"Reading the ContainerizeNuGetCredential item '{Excerpt.Of(item.ItemSpec)}': {why}.");
    }

    /// <summary>Names that differ only where a shell's variables have underscores.</summary>
    private static void CheckUnique(IReadOnlyList<RestoreSecret> secrets)
    {
        var byId = secrets.DistinctBy(secret => secret.Variable, StringComparer.Ordinal).GroupBy(secret => secret.Id, StringComparer.Ordinal);
        foreach (var alike in byId.Where(group => group.Skip(1).Any()))
        {
            var names = string.Join(" and ", alike.Select(secret => $"'{secret.Variable}'"));
            throw new ContainerizeException(
                ErrorCodes.InvalidOption,
                $"Reading the ContainerizeNuGetCredential items: {names} would both come as the secret {alike.Key}. "
                    + "Rename one of the package sources in nuget.config.");
        }
    }
}
