namespace Containerize.Tests.Sdk.Screens;

/// <summary>What is shown of one command, by its heading in docs/screens.md.</summary>
internal static class Scene
{
    public const string First = "A first publish";
    public const string Unchanged = "Nothing has changed";
    public const string Plan = "A plan";
    public const string Dockerfile = "A Dockerfile";
    public const string Instead = "No engine answers";
    public const string Long = "A long push";

    public static readonly string[] All = [First, Unchanged, Plan, Dockerfile, Instead, Long];
}
