using Containerize.Diagnostics;
using Containerize.Tests.Publishing;
using Shouldly;

namespace Containerize.Tests.Reliability;

internal static class LocalFaults
{
    private const string Where = "reading the cache";

    public static IReadOnlyList<FaultCase> All { get; } =
    [
        new(Where, "compressed layers have wrong bits in them", "noticed before they are used; made anew from the files")
        {
            HasEarlierImage = true,
            Arrange = bench =>
            {
                foreach (var blob in Directory.GetFiles(Path.Join(bench.Bench.Cache, "blobs"), "*", SearchOption.AllDirectories))
                {
                    var bytes = File.ReadAllBytes(blob);
                    bytes[bytes.Length / 2] ^= 1;
                    File.WriteAllBytes(blob, bytes);
                }

                bench.Registry.Store.DeleteManifest(PublishBench.Repository, "latest").ShouldBeTrue();
                foreach (var blob in bench.Registry.Store.BlobDigests(PublishBench.Repository).ToArray())
                {
                    bench.Registry.Store.DeleteBlob(PublishBench.Repository, blob);
                }
            },
        },
        new(Where, "notes are torn", "taken for absent; the image is published")
        {
            HasEarlierImage = true,
            Arrange = bench =>
            {
                foreach (var note in Directory.GetFiles(Path.Join(bench.Bench.Cache, "layers"), "*", SearchOption.AllDirectories))
                {
                    File.WriteAllText(note, File.ReadAllText(note)[..20]);
                }
            },
        },
        new(Where, "it vanished since the last publish", "the registry tells what it has; the image is published")
        {
            HasEarlierImage = true,
            Arrange = bench => Directory.Delete(bench.Bench.Cache, recursive: true),
        },
        new("reading the publish folder", "it is empty", "the error says so", ErrorCodes.PublishDirectoryMissing)
        {
            HasEarlierImage = true,
            Arrange = bench => Array.ForEach(Directory.GetFiles(bench.Bench.Definition().PublishDirectory, "*", SearchOption.AllDirectories), File.Delete),
        },
    ];
}
