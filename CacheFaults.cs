using Containerize.Diagnostics;
using Containerize.TestKit.Registry.Faults;
using Shouldly;

namespace Containerize.Tests.Reliability;

/// <summary>The cache and other files of this machine.</summary>
internal static class CacheFaults
{
    private const string Where = "the cache";
    private const string Credentials = "credential files";

    public static IEnumerable<FaultCase> Cases { get; } =
    [
        Damaged("every entry with one wrong bit", bytes => [.. bytes[..^1], (byte)(bytes[^1] ^ 1)]),
        Damaged("every entry cut in half", bytes => bytes[..(bytes.Length / 2)]),
        Damaged("every entry empty", _ => []),
        Damaged("every entry twice as long", bytes => [.. bytes, .. bytes]),
        Damaged("every entry the same as another", _ => "{}"u8.ToArray()),
        new(Where, "notes that lead elsewhere", bench =>
        {
            foreach (var note in Notes(bench))
            {
                File.WriteAllText(note, "sha256:" + new string('c', 64) + " 5");
            }

            return null;
        }) { PublishedBefore = true },
        new(Where, "notes that are no text", bench =>
        {
            foreach (var note in Notes(bench))
            {
                File.WriteAllBytes(note, [0, 255, 254, 10, 13]);
            }

            return null;
        }) { PublishedBefore = true },
        new(Where, "all entries gone, notes left", bench =>
        {
            foreach (var entry in Entries(bench))
            {
                File.Delete(entry);
            }

            return null;
        }) { PublishedBefore = true },
        new(Where, "half-written files that a killed build left", bench =>
        {
            foreach (var folder in Directory.EnumerateDirectories(bench.Bench.Cache, "*", SearchOption.AllDirectories).Append(bench.Bench.Cache))
            {
                File.WriteAllText(Path.Join(folder, "half-written"), "half");
            }

            return null;
        }) { PublishedBefore = true },
        new(Where, "a file where its folder should be", bench =>
        {
            File.WriteAllText(bench.Bench.Cache, "in the way");
            return null;
        }) { Fails = ErrorCodes.CacheUnusable },
        Login("a file that is no JSON", "{ not json"),
        Login("a file that is a list", "[]"),
        Login("a name and password that are not base64", "{\"auths\":{\"HOST\":{\"auth\":\"%%%\"}}}"),
        Login("base64 of something without a colon", "{\"auths\":{\"HOST\":{\"auth\":\"YWJj\"}}}"),
        Login("entries of the wrong kind", "{\"auths\":{\"HOST\":[1,2]},\"credHelpers\":5,\"credsStore\":{}}") with { Fails = ErrorCodes.RegistryUnauthorized, Note = "as if there were none" },
        Login("an empty file", "") with { Fails = ErrorCodes.RegistryUnauthorized, Note = "as if there were none" },
    ];

    /// <summary>Credentials come from docker's file, which is like that.</summary>
    private static FaultCase Login(string fault, string content) => new(Credentials, fault, bench =>
    {
        bench.Bench.Environment.Remove("DOTNET_CONTAINER_REGISTRY_UNAME");
        bench.Bench.Environment["DOCKER_CONFIG"] = Path.GetDirectoryName(bench.Bench.Cache)!;
        File.WriteAllText(Path.Join(bench.Bench.Environment["DOCKER_CONFIG"], "config.json"), content.Replace("HOST", bench.Registry.Host, StringComparison.Ordinal));
        return null;
    }) { Fails = ErrorCodes.CredentialsUnreadable };

    private static FaultCase Damaged(string fault, Func<byte[], byte[]> damage) => new(Where, fault, bench =>
    {
        foreach (var entry in Entries(bench))
        {
            File.WriteAllBytes(entry, damage(File.ReadAllBytes(entry)));
        }

        return null;
    })
    {
        PublishedBefore = true,
        Note = "found out, removed and made anew",
        Check = bench => Entries(bench).ShouldNotBeEmpty(),
    };

    private static IEnumerable<string> Entries(FaultBench bench) => [.. Directory.EnumerateFiles(Path.Join(bench.Bench.Cache, "blobs"), "*", SearchOption.AllDirectories)];

    private static IEnumerable<string> Notes(FaultBench bench)
        => [.. Directory.EnumerateFiles(bench.Bench.Cache, "*", SearchOption.AllDirectories).Where(file => !file.Contains("blobs", StringComparison.Ordinal))];
}
