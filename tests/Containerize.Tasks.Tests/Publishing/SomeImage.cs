using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Layering;
using Containerize.Oci;

namespace Containerize.Tests.Publishing;

/// <summary>A description of an image, for tests that change one thing in it.</summary>
internal static class SomeImage
{
    public static ImageDefinition Definition() => new()
    {
        ProjectName = "Shop",
        ProjectDirectory = "/src",
        PublishDirectory = "/src/publish",
        IntermediateDirectory = "/src/obj",
        BaseImage = null,
        Platform = new Platform("linux", "amd64"),
        Targets = [new ImageTarget(new ImagePlace.Engine(Named: null) { ArchiveInstead = "/src/shop.tar" }, null, "shop", ["latest"])],
        WorkingDirectory = "/app",
        CommandLine = new CommandLine { AppCommand = ["dotnet", "/app/Shop.dll"] },
        Provenance = new Nothing(),
    };

    private sealed class Nothing : IFileProvenance
    {
        public FileOrigin OriginOf(string relativePath) => new FileOrigin.App();

        public bool ChangesWithApp(string relativePath) => false;
    }
}
