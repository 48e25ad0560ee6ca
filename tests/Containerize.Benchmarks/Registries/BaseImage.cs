namespace Containerize.Benchmarks.Registries;

/// <summary>What every contender builds on.</summary>
internal static class BaseImage
{
    public const string Repository = "dotnet/aspnet";
    public const string Tag = "10.0";

    public static string In(string registry) => $"{registry}/{Repository}:{Tag}";
}
