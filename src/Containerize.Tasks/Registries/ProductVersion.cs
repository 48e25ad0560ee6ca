using System.Reflection;

namespace Containerize.Registries;

/// <summary>This tool's version, without the commit it was built from.</summary>
internal static class ProductVersion
{
    public static string Value { get; } = typeof(ProductVersion).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
