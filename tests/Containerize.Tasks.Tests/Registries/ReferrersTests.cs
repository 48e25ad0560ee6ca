using System.Text;
using Containerize.Oci;
using Containerize.Registries;
using Containerize.Registries.Credentials;
using Containerize.TestKit.Registry;
using Containerize.Tests.Publishing;
using Shouldly;
using Xunit;
using KitOptions = Containerize.TestKit.Registry.RegistryOptions;
using RegistryOptions = Containerize.Registries.RegistryOptions;

namespace Containerize.Tests.Registries;

/// <summary>Lists of what refers to an image, in registries that keep them and in those that do not.</summary>
public sealed class ReferrersTests
{
    private const string Repository = "acme/shop";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_added_is_listed_once_with_its_type(bool keepsLists)
    {
        await using var registry = await InProcessRegistry.StartAsync(new KitOptions { Referrers = keepsLists }, Cancellation);
        using var client = Client(registry);
        var referrers = new Referrers(client.Repository(registry.Host, Repository, RegistryAccess.Push));
        var subject = Subject(registry);

        (await referrers.ListAsync(subject.Digest, Cancellation)).ShouldBeEmpty();
        foreach (var type in (string[])["application/spdx+json", "application/vnd.example.signature", "application/spdx+json"])
        {
            var (descriptor, bytes) = Artifact(registry, subject, type);
            await referrers.AddAsync(subject.Digest, descriptor, bytes, Cancellation);
        }

        (await referrers.ListAsync(subject.Digest, Cancellation)).Select(entry => entry.ArtifactType).Order(StringComparer.Ordinal)
            .ShouldBe(["application/spdx+json", "application/vnd.example.signature"]);
        registry.Store.Tags(Repository).Contains(subject.Digest.ToString().Replace(':', '-')).ShouldBe(!keepsLists);
    }

    private static RegistryClient Client(InProcessRegistry registry)
    {
        var log = new RecordingLog();
        var options = new RegistryOptions();
        return new RegistryClient(RegistryClient.CreateNetwork(options), options, new CredentialSource(TestHosts.Of(), registry.Host, log), TimeProvider.System, log);
    }

    private static Descriptor Subject(InProcessRegistry registry)
    {
        var manifest = """{"schemaVersion":2}"""u8.ToArray();
        registry.Store.PutManifest(Repository, "latest", MediaTypes.OciManifest, manifest);
        return new Descriptor(MediaTypes.OciManifest, Digest.Of(manifest), manifest.Length);
    }

    private static (Descriptor Descriptor, byte[] Bytes) Artifact(InProcessRegistry registry, Descriptor subject, string type)
    {
        registry.Store.PutBlob(Repository, "{}"u8.ToArray());
        var bytes = Encoding.UTF8.GetBytes($$$"""
            {"schemaVersion":2,"mediaType":"{{{MediaTypes.OciManifest}}}","artifactType":"{{{type}}}","config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"{{{Digest.Of("{}"u8)}}}","size":2},"layers":[],"subject":{"mediaType":"{{{subject.MediaType}}}","digest":"{{{subject.Digest}}}","size":{{{subject.Size}}}}}
            """.Trim());
        return (new Descriptor(MediaTypes.OciManifest, Digest.Of(bytes), bytes.Length) { ArtifactType = type }, bytes);
    }
}
