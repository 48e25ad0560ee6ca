namespace Containerize.Dockerfiles;

/// <summary>A multi-stage Dockerfile as data.</summary>
/// <param name="Header">Comment lines at the top.</param>
/// <param name="Arguments">Values that FROM lines may use.</param>
internal sealed record Dockerfile(
    DockerfileProfile Profile,
    IReadOnlyList<string> Header,
    IReadOnlyList<Instruction.Arg> Arguments,
    IReadOnlyList<Stage> Stages)
{
    /// <summary>The frontend that BuildKit is to fetch and read the file with; null: its own.</summary>
    public string? Syntax { get; init; }
}
