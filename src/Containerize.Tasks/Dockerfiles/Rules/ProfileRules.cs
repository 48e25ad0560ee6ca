namespace Containerize.Dockerfiles.Rules;

/// <summary>What a file's profile promises.</summary>
internal static class ProfileRules
{
    /// <summary>Options of RUN that builders without BuildKit take for the command's name.</summary>
    private static readonly string[] RunOptions = ["--mount", "--network", "--security", "--device"];

    public static IEnumerable<Fault> PlainFilesNeedNoBuildKit(Dockerfile file) => file.Profile != DockerfileProfile.Plain
        ? []
        :
        [
            .. file.Stages.Where(stage => stage.Platform is not null)
                .Select(stage => Walk.Fault(stage, $"asks for the platform {stage.Platform}, which needs BuildKit")),
            .. Walk.Sites<Instruction.Run>(file).Where(site => site.Instruction.Mounts.Count > 0 || site.Instruction.Commands.Any(HasOption))
                .Select(site => site.Fault("has an option of RUN, such as --mount, which needs BuildKit")),
            .. Walk.Sites<Instruction.Arg>(file).Where(site => site.Instruction.Value is null && VariableRules.IsOfTheBuilder(site.Instruction.Name))
                .Select(site => site.Fault($"takes {site.Instruction.Name}, which only BuildKit gives")),
        ];

    private static bool HasOption(string command) => RunOptions.Any(option => command.TrimStart().StartsWith(option, StringComparison.Ordinal));
}
