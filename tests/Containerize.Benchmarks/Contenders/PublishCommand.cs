namespace Containerize.Benchmarks.Contenders;

/// <summary>A command that is run in the project's folder.</summary>
internal sealed record PublishCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Beside what every command gets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = NoVariables;

    public static IReadOnlyDictionary<string, string> NoVariables { get; } = new Dictionary<string, string>();

    public static PublishCommand Dotnet(string verb, params IEnumerable<string> arguments)
        => new("dotnet", [verb, "-tl:off", "--disable-build-servers", .. arguments]);

    /// <summary>Where the image goes, in the properties that ours and the SDK's have in common.</summary>
    public static IEnumerable<string> PlaceOf(PublishTarget target) =>
    [
        target.Engine is null ? $"-p:ContainerRegistry={target.Registry}" : "-p:LocalRegistry=Docker",
        target.RepositoryArgument,
    ];
}
