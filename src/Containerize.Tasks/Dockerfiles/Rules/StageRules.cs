using Containerize.Oci;

namespace Containerize.Dockerfiles.Rules;

internal static class StageRules
{
    private static readonly string[] Reserved = ["context", "scratch"];

    public static IEnumerable<Fault> ThereIsAStage(Dockerfile file)
        => file.Stages.Count == 0 ? [new Fault("file", "has no stage")] : [];

    public static IEnumerable<Fault> NamesAreLowercase(Dockerfile file)
        => file.Stages.Where(stage => stage.Name.Any(char.IsUpper)).Select(stage => Walk.Fault(stage, "has capitals in its name"));

    public static IEnumerable<Fault> NamesAreUnique(Dockerfile file)
        => file.Stages.Where(stage => Walk.Above(file, stage).Any(above => Walk.IsNamed(above, stage.Name)))
            .Select(stage => Walk.Fault(stage, "has the name of a stage above"));

    public static IEnumerable<Fault> NamesAreNotReserved(Dockerfile file)
        => file.Stages.Where(stage => Reserved.Any(name => Walk.IsNamed(stage, name)))
            .Select(stage => Walk.Fault(stage, "has a name that means something else to builders"));

    /// <summary>A stage that says in its name which platform it is for may say it.</summary>
    public static IEnumerable<Fault> PlatformsAreNotConstant(Dockerfile file)
        => file.Stages
            .Where(stage => stage.Platform is { } platform && !Variables.NamesIn(platform).Any()
                && !platform.Split('/').Take(2).Any(part => stage.Name.Contains(part, StringComparison.OrdinalIgnoreCase)))
            .Select(stage => Walk.Fault(stage, $"is for {stage.Platform} on every machine"));

    public static IEnumerable<Fault> PlatformsAreNotTheDefault(Dockerfile file)
        => file.Stages.Where(stage => stage.Platform is "$TARGETPLATFORM" or "${TARGETPLATFORM}")
            .Select(stage => Walk.Fault(stage, "asks for the platform that it would get"));

    public static IEnumerable<Fault> ImagesHaveATag(Dockerfile file)
        => Images(file).Where(image => image.Reference is { Tag: null, Digest: null })
            .Select(image => Walk.Fault(image.Stage, $"begins with {image.Stage.Image}, which has no tag"));

    public static IEnumerable<Fault> TagsAreNotLatest(Dockerfile file)
        => Images(file).Where(image => image.Reference is { Tag: "latest", Digest: null })
            .Select(image => Walk.Fault(image.Stage, $"begins with {image.Stage.Image}, which is another image every time"));

    private static IEnumerable<(Stage Stage, ImageReference Reference)> Images(Dockerfile file)
    {
        foreach (var stage in file.Stages.Where(stage => stage.Image != "scratch" && Walk.Base(file, stage) is null))
        {
            if (ImageReference.TryParse(VariableRules.DefaultImage(file, stage), out var reference))
            {
                yield return (stage, reference);
            }
        }
    }
}
