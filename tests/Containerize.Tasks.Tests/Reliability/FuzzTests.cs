using System.Net;
using System.Text;
using Containerize.Diagnostics;
using Containerize.Diagnostics.Wording;
using Containerize.Oci;
using Containerize.Registries;
using Containerize.Registries.Authentication;
using Containerize.Registries.Credentials;
using Containerize.Registries.Uploads;
using Containerize.Tests.Registries;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Reliability;

/// <summary>Whatever is read from elsewhere, nothing but an error with a code comes of it, and no memory that its length does not explain.</summary>
public sealed class FuzzTests : IDisposable
{
    private const int Parsed = 20_000;
    private const int Exchanged = 3_000;

    /// <summary>Reading may cost this many times the length of what is read, and this much besides (messages, stacks of exceptions).</summary>
    private const long AllocationFactor = 400;
    private const long AllocationBesides = 512 * 1024;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("manifest")]
    [InlineData("index")]
    [InlineData("configuration")]
    [InlineData("media type")]
    [InlineData("image reference")]
    [InlineData("challenge")]
    [InlineData("size")]
    public void A_parser_gives_a_result_or_an_error_with_a_code(string what)
    {
        var sound = Encoding.UTF8.GetBytes(Corpus.Sound[what]);
        for (var i = 0; i < Parsed * Effort.Factor; i++)
        {
            var seed = Effort.FirstSeed + i;
            var spoilt = new Mutation(seed).Of(sound);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Try(what, seed, spoilt, () => Read(what, spoilt));
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan((spoilt.Length * AllocationFactor) + AllocationBesides, $"{what}, seed {seed}");
        }
    }

    [Fact]
    public void A_credentials_file_gives_a_result_or_an_error_with_a_code()
    {
        var sound = Encoding.UTF8.GetBytes(Corpus.Sound["credentials"]);
        var path = folder.At("config.json");
        for (var i = 0; i < Exchanged * Effort.Factor; i++)
        {
            var seed = Effort.FirstSeed + i;
            var spoilt = new Mutation(seed).Of(sound);
            File.WriteAllBytes(path, spoilt);
            Try("credentials", seed, spoilt, () =>
            {
                var file = CredentialFile.TryRead(path, []);
                file?.HelperFor("registry.example.com");
                file?.Find("registry.example.com", "acme/shop", []);
            });
        }
    }

    [Theory]
    [InlineData("token")]
    [InlineData("challenge header")]
    [InlineData("location")]
    [InlineData("error")]
    [InlineData("referrers")]
    public async Task An_exchange_with_a_registry_gives_a_result_or_an_error_with_a_code(string what)
    {
        var sound = Encoding.UTF8.GetBytes(Corpus.Sound[what]);
        await Parallel.ForAsync(0, Exchanged * Effort.Factor, TestContext.Current.CancellationToken, async (i, _) =>
        {
            var seed = Effort.FirstSeed + i;
            var spoilt = new Mutation(seed).Of(sound);
            try
            {
                await ExchangeAsync(what, spoilt);
            }
            catch (ContainerizeException e)
            {
                e.Message.ShouldNotContain('\n');
            }
            catch (Exception e)
            {
                throw Unexpected(what, seed, spoilt, e);
            }
        });
    }

    private static void Try(string what, int seed, byte[] spoilt, Action read)
    {
        try
        {
            read();
        }
        catch (ContainerizeException e)
        {
            e.Message.ShouldNotContain('\n');
        }
        catch (Exception e)
        {
            throw Unexpected(what, seed, spoilt, e);
        }
    }

    private static InvalidOperationException Unexpected(string what, int seed, byte[] spoilt, Exception e)
        => new($"{what}, seed {seed}: {Convert.ToBase64String(spoilt[..Math.Min(spoilt.Length, 3000)])}{Environment.NewLine}{e}", e);

    private static void Read(string what, byte[] utf8)
    {
        var text = Encoding.UTF8.GetString(utf8);
        switch (what)
        {
            case "manifest":
                ImageManifest.Parse(utf8, MediaTypes.OciManifest, what).ToBytes();
                break;
            case "index":
                var index = ImageIndex.Parse(utf8, MediaTypes.OciIndex, what);
                index.Find(new Platform("linux", "arm64"));
                index.ToBytes();
                break;
            case "configuration":
                var config = ImageConfig.Parse(utf8, what).ToBuilder();
                config.SetEnvironment("A", "b");
                config.SetLabel("a", "b");
                config.AddPort("8080/tcp");
                config.AddLayers(DateTimeOffset.UnixEpoch, []);
                var made = config.Build();
                _ = (made.LayerComments, made.Entrypoint, made.User, made.DiffIds);
                made.ToBytes();
                break;
            case "media type":
                MediaTypes.OfManifest(utf8);
                break;
            case "image reference":
                _ = ImageReference.TryParse(text, out var reference) ? reference.ToString() : null;
                break;
            case "challenge":
                AuthChallenge.ParseParameters(text);
                break;
            default:
                ByteSize.Parse(text);
                break;
        }
    }

    private static async Task ExchangeAsync(string what, byte[] spoilt)
    {
        var text = Encoding.Latin1.GetString(spoilt);
        using var network = new FakeNetwork(request => (what, request.Method.Method, request.RequestUri!.AbsolutePath) switch
        {
            ("token", "GET", "/token") => With(HttpStatusCode.OK, spoilt),
            ("token", _, _) => FakeNetwork.Challenge("Bearer realm=\"https://registry.example.com/token\",service=\"s\""),
            ("challenge header", _, "/token") => FakeNetwork.Answer(HttpStatusCode.OK, """{"token":"t"}"""),
            ("challenge header", _, _) => FakeNetwork.Challenge(text),
            ("location", "POST", _) => FakeNetwork.Answer(HttpStatusCode.Accepted, string.Empty, ("Location", text), ("OCI-Chunk-Min-Length", text)),
            ("location", "PUT", _) => FakeNetwork.Answer(HttpStatusCode.TemporaryRedirect, string.Empty, ("Location", text)),
            ("referrers", _, _) => With(HttpStatusCode.OK, spoilt, MediaTypes.OciIndex),
            _ => With(HttpStatusCode.BadRequest, spoilt, "application/json"),
        });
        using var client = network.Client("registry.example.com");
        var repository = client.Repository("registry.example.com", "acme/shop", RegistryAccess.Push);
        var blob = new Descriptor(MediaTypes.OciLayerGzip, Digest.Of(spoilt), spoilt.Length);
        switch (what)
        {
            case "location":
                await repository.UploadBlobAsync(blob, "a layer", UploadPlace.None, _ => Task.FromResult<Stream>(new MemoryStream(spoilt)), TestContext.Current.CancellationToken);
                break;
            case "referrers":
                await repository.GetReferrersAsync(blob.Digest, TestContext.Current.CancellationToken);
                break;
            default:
                await repository.GetManifestAsync("latest", TestContext.Current.CancellationToken);
                break;
        }
    }

    private static HttpResponseMessage With(HttpStatusCode status, byte[] body, string mediaType = "application/json")
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new(mediaType);
        return new HttpResponseMessage(status) { Content = content };
    }
}
