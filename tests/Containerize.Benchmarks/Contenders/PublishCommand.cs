namespace Containerize.Benchmarks.Contenders;

/// <summary>A command that is run in the project's folder.</summary>
internal sealed record PublishCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Beside what every command gets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = NoVariables;

    public static IReadOnlyDictionary<string, string> NoVariables { get; } = new Dictionary<string, string>();

    private static readonly string[] Quietly = ["-tl:off", "--disable-build-servers"];

    // What differs comes as arguments: the shell hands it on as it is.
    private static readonly string Pipeline = $"""
        dotnet build "$0" -c Release {string.Join(' ', Quietly)} && dotnet test --project "$0" -c Release --no-build && exec dotnet publish -c Release --no-build "$@"
        """;

    /// <summary>A publish, with what comes before it in a pipeline.</summary>
    public static PublishCommand Publish(PublishTarget target, params IEnumerable<string> arguments)
        => target.TestProject is { } tests ? new("sh", ["-c", Pipeline, tests, .. Quietly, .. arguments]) : Dotnet("publish", arguments);

    public static PublishCommand Dotnet(string verb, params IEnumerable<string> arguments)
        => new("dotnet", [verb, .. Quietly, .. arguments]);

    /// <summary>Where the image goes, in the properties that ours and the SDK's have in common.</summary>
    public static IEnumerable<string> PlaceOf(PublishTarget target) =>
    [
        target.Engine is null ? $"-p:ContainerRegistry={target.Registry}" : "-p:LocalRegistry=Docker",
        target.RepositoryArgument,
    ];
}
