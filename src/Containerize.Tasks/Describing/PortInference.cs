using Containerize.Oci;

namespace Containerize.Describing;

/// <summary>The ports a web app listens on, from the variables that ASP.NET Core itself reads.</summary>
internal static class PortInference
{
    private static readonly string[] PortVariables = ["ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "DOTNET_HTTP_PORTS", "DOTNET_HTTPS_PORTS"];
    private static readonly string[] UrlVariables = ["ASPNETCORE_URLS", "DOTNET_URLS"];

    /// <summary>
    /// Entries like <c>8080/tcp</c>. Urls go before ports, as in ASP.NET Core. What cannot be understood is left to the app to complain about.
    /// </summary>
    public static IEnumerable<string> Infer(ImageConfig config)
    {
        var ports = ReadPorts(UrlVariables, PortOfUrl, config);
        if (ports.Count == 0)
        {
            ports = ReadPorts(PortVariables, PortOf, config);
        }

        ports.Sort();
        return ports.ConvertAll(port => $"{port}/tcp");
    }

    private static List<int> ReadPorts(string[] variables, Func<string, int?> portOf, ImageConfig config)
    {
        const StringSplitOptions Bare = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        var ports = new List<int>();
        foreach (var entry in variables.SelectMany(name => config.Environment(name)?.Split(';', Bare) ?? []))
        {
            if (portOf(entry) is { } port && !ports.Contains(port))
            {
                ports.Add(port);
            }
        }

        return ports;
    }

    private static int? PortOf(string text) => ushort.TryParse(text, out var port) && port > 0 ? port : null;

    /// <summary>Hosts may be <c>*</c> or <c>+</c>, which Uri does not take.</summary>
    private static int? PortOfUrl(string text)
    {
        var plain = text.Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal);
        return Uri.TryCreate(plain, UriKind.Absolute, out var url) && url.Port > 0 ? url.Port : null;
    }
}
