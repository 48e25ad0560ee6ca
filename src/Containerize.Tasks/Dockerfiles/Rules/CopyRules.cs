namespace Containerize.Dockerfiles.Rules;

internal static class CopyRules
{
    public static IEnumerable<Fault> SeveralSourcesGoToAFolder(Dockerfile file)
        => Copies(file).Where(site => site.Instruction.Sources.Count > 1 && !site.Instruction.Destination.EndsWith('/'))
            .Select(site => site.Fault($"{site.Instruction.Destination} does not end in /"));

    public static IEnumerable<Fault> SourcesAreInStagesAbove(Dockerfile file)
        => Copies(file).Where(site => site.Instruction.From is { } from && !Walk.Above(file, site.Stage).Any(above => Walk.IsNamed(above, from)))
            .Select(site => site.Fault($"{site.Instruction.From} is no stage above"));

    public static IEnumerable<Fault> NoStageCopiesFromItself(Dockerfile file)
        => Copies(file).Where(site => site.Instruction.From is { } from && Walk.IsNamed(site.Stage, from))
            .Select(site => site.Fault("copies from the stage itself"));

    public static IEnumerable<Fault> RelativeDestinationsHaveABase(Dockerfile file)
        => Copies(file).Where(site => !ConfigurationRules.IsAbsolute(site.Instruction.Destination) && !site.Before.OfType<Instruction.WorkingDirectory>().Any())
            .Select(site => site.Fault($"{site.Instruction.Destination} lies wherever the base image is"));

    private static IEnumerable<Site<Instruction.Copy>> Copies(Dockerfile file) => Walk.Sites<Instruction.Copy>(file);
}
