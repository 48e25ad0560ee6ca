using Containerize.Dockerfiles.Rules;

namespace Containerize.Dockerfiles;

/// <summary>
/// Whether a Dockerfile is as <c>docker build --check</c> (docs.docker.com/reference/build-checks) and hadolint (github.com/hadolint/hadolint)
/// want it, without either: on the data, before there is text. The lines in custom regions are the user's and are not looked at.
/// </summary>
/// <remarks>
/// Not here since <see cref="Instruction"/> and <see cref="DockerfileWriter"/> cannot break them: FromAsCasing, ConsistentInstructionCasing,
/// JSONArgsRecommended and DL3025, MaintainerDeprecated and DL4000, DL3012, DL3020, DL3043, DL3044.
/// Not here since they need the context or a registry: CopyIgnoredFile, InvalidBaseImagePlatform.
/// Not here since they are opinions on which people differ: pinned package versions (DL3008, DL3018), DL3026, DL3047, DL3059, DL4001.
/// </remarks>
internal static class DockerfileRules
{
    private static readonly (string Id, Func<Dockerfile, IEnumerable<Fault>> Faults)[] Rules =
    [
        // Stages
        ("DL3061", StageRules.ThereIsAStage),
        ("StageNameCasing", StageRules.NamesAreLowercase),
        ("DuplicateStageName", StageRules.NamesAreUnique),
        ("DL3024", StageRules.NamesAreUnique),
        ("ReservedStageName", StageRules.NamesAreNotReserved),
        ("DL3063", StageRules.NamesAreNotReserved),
        ("FromPlatformFlagConstDisallowed", StageRules.PlatformsAreNotConstant),
        ("RedundantTargetPlatform", StageRules.PlatformsAreNotTheDefault),
        ("DL3006", StageRules.ImagesHaveATag),
        ("DL3007", StageRules.TagsAreNotLatest),

        // Who can read it
        ("PlainProfile", ProfileRules.PlainFilesNeedNoBuildKit),

        // Variables
        ("UndefinedArgInFrom", VariableRules.StagesUseArgumentsOfTheHead),
        ("InvalidDefaultArgInFrom", VariableRules.DefaultsMakeAnImage),
        ("UndefinedVar", VariableRules.InstructionsUseWhatIsThere),
        ("LegacyKeyValueFormat", VariableRules.NamesAreOneWord),
        ("SecretsUsedInArgOrEnv", SecretRules.NoVariableIsNamedLikeASecret),
        ("SecretInLabel", SecretRules.NoLabelIsNamedLikeASecret),
        ("SecretInValue", SecretRules.NoValueHoldsAPassword),

        // What the image is run with
        ("WorkdirRelativePath", ConfigurationRules.RelativeFoldersHaveABase),
        ("DL3000", ConfigurationRules.FoldersAreAbsolute),
        ("DL3002", ConfigurationRules.LastUserIsNotRoot),
        ("ExposeInvalidFormat", ConfigurationRules.PortsArePorts),
        ("ExposeProtoCasing", ConfigurationRules.ProtocolsAreLowercase),
        ("DL3011", ConfigurationRules.PortsAreInRange),
        ("MultipleInstructionsDisallowed", ConfigurationRules.CommandsAreGivenOnce),
        ("DL4003", ConfigurationRules.CmdIsGivenOnce),
        ("DL4004", ConfigurationRules.EntrypointIsGivenOnce),
        ("DL3048", ConfigurationRules.LabelsHaveValidKeys),

        // Copies
        ("DL3021", CopyRules.SeveralSourcesGoToAFolder),
        ("DL3022", CopyRules.SourcesAreInStagesAbove),
        ("DL3023", CopyRules.NoStageCopiesFromItself),
        ("DL3045", CopyRules.RelativeDestinationsHaveABase),

        // Text that an instruction can hold
        ("NoEmptyContinuation", TextRules.CommandsAreNotEmpty),
        ("CommentInCommand", TextRules.NoCommentHidesACommand),
        ("LineBreak", TextRules.InstructionsAreOneLine),
        ("RegionName", TextRules.RegionsCanBeReadBack),

        // Commands
        ("DL3001", CommandRules.NoToolsForPeople),
        ("DL3003", CommandRules.NoChangeOfFolder),
        ("DL3004", CommandRules.NoSudo),
        ("DL3046", CommandRules.HighUserIdsAreNotLogged),
        ("DL4006", CommandRules.PipesFailAsAWhole),
        ("DL3005", PackageRules.NoDistributionUpgrade),
        ("DL3009", PackageRules.AptListsAreDeleted),
        ("DL3014", PackageRules.AptDoesNotAsk),
        ("DL3015", PackageRules.AptInstallsNoRecommendations),
        ("DL3019", PackageRules.ApkKeepsNoCache),
        ("DL3027", PackageRules.AptGetInsteadOfApt),
        ("SortedPackages", PackageRules.PackagesAreSorted),
    ];

    /// <summary>All that is checked.</summary>
    public static IEnumerable<string> Ids => Rules.Select(rule => rule.Id);

    public static IReadOnlyList<RuleFinding> Check(Dockerfile file)
        => [.. Rules.SelectMany(rule => rule.Faults(file).Select(fault => new RuleFinding(rule.Id, fault.Where, fault.What)))];
}
