namespace Containerize.Dockerfiles;

/// <summary>How the commands of a Dockerfile learn which platform they build for.</summary>
internal sealed class TargetPlatform(BuildRecipe recipe)
{
    /// <summary>Given by BuildKit, and by buildah since 1.19.</summary>
    private const string Architecture = "TARGETARCH";

    /// <summary>The architecture of the image, where the publish itself is for none.</summary>
    private const string Choice = "ContainerizeTargetArchitecture";

    /// <summary>Without BuildKit every stage is of the image's platform, and that is the machine's, or the one that it emulates.</summary>
    private bool IsOwn => recipe.Profile == DockerfileProfile.Plain;

    /// <summary>Of the stages that build; null: the image's.</summary>
    public string? OfBuildStages => recipe.CrossCompiles && !IsOwn ? "$BUILDPLATFORM" : null;

    /// <summary>What a stage has to ask for before its command.</summary>
    public IEnumerable<Instruction> ListArguments(bool isForPublish)
        => !IsOwn && (recipe.IsForTargetPlatform || (isForPublish && recipe.ChoosesByPlatform)) ? [new Instruction.Arg(Architecture)] : [];

    /// <summary>
    /// Options for a restore and a publish alike. Where no builder tells, the SDK is asked: it would take the same platform by itself in a publish, but a
    /// restore does not know that there will be one, and <c>--use-current-runtime</c> reaches libraries, which get other bytes then.
    /// </summary>
    /// <param name="project">As a shell's word.</param>
    public IEnumerable<string> FormatOptions(string project) => (recipe.IsForTargetPlatform, IsOwn) switch
    {
        (false, _) => [],
        (true, false) => ["-a", $"${Architecture}"],
        (true, true) => ["-r", $"\"$(dotnet build {project} --no-restore -getProperty:NETCoreSdkPortableRuntimeIdentifier)\""],
    };

    /// <summary>What chooses among files for several platforms.</summary>
    public IEnumerable<string> FormatChoice()
        => recipe.ChoosesByPlatform ? [IsOwn ? $"\"-p:{Choice}=$(uname -m)\"" : $"-p:{Choice}=${Architecture}"] : [];
}
