namespace Containerize.Benchmarks.Contenders;

/// <summary>A command that is run in the project's folder.</summary>
internal sealed record PublishCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Beside what every command gets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public static PublishCommand Dotnet(string verb, params IEnumerable<string> arguments)
        => new("dotnet", [verb, "-tl:off", "--disable-build-servers", .. arguments]);
}
