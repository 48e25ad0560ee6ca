using Containerize.Layering;

namespace Containerize.Describing;

/// <summary>Where the files of a site of static files (standalone Blazor WebAssembly) came from. What Blazor brings along is its runtime.</summary>
/// <param name="app">The app's assembly, without an ending.</param>
/// <param name="references">Those of referenced projects.</param>
internal sealed class StaticSiteProvenance(string app, IReadOnlyCollection<string> references) : IFileProvenance
{
    private readonly FrontEndFiles files = new(app, references);

    public FileOrigin OriginOf(string relativePath) => files.OriginOf(relativePath) switch
    {
        FileOrigin.Vendor when relativePath.StartsWith(FrontEndFiles.Framework, StringComparison.Ordinal) => new FileOrigin.RuntimePack(),
        var origin => origin,
    };

    public bool ChangesWithApp(string relativePath) => false;
}
