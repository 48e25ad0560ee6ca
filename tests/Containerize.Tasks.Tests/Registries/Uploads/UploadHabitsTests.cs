using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.Registries;
using Containerize.Registries.Credentials;
using Containerize.Registries.Uploads;
using Containerize.TestKit;
using Containerize.TestKit.Registry;
using Containerize.Tests.Publishing;
using Shouldly;
using Xunit;
using RegistryOptions = Containerize.Registries.RegistryOptions;

namespace Containerize.Tests.Registries.Uploads;

/// <summary>Variables by which the .NET SDK's own container publish is told how to upload mean the same here.</summary>
public sealed class UploadHabitsTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 500_000).Select(i => (byte)(i * 7 / 3))];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("DOTNET")]
    [InlineData("SDK")]
    [PeerCase("uploads: its variables, under both of their names")]
    public void They_are_read_under_both_names(string prefix)
        => UploadHabits.Read(TestHosts.Of(
            ($"{prefix}_CONTAINER_REGISTRY_CHUNKED_UPLOAD_SIZE_BYTES", "100000"),
            ($"{prefix}_CONTAINER_DEBUG_REGISTRY_FORCE_CHUNKED_UPLOAD", "True"),
            ($"{prefix}_CONTAINER_REGISTRY_PARALLEL_UPLOAD", "false"))).ShouldBe(new UploadHabits(100_000, InChunks: true, OneByOne: true));

    [Fact]
    public void Without_them_all_is_as_usual() => UploadHabits.Read(TestHosts.Of()).ShouldBe(UploadHabits.Usual);

    [Theory]
    [InlineData("DOTNET_CONTAINER_REGISTRY_CHUNKED_UPLOAD_SIZE_BYTES", "4MB")]
    [InlineData("DOTNET_CONTAINER_REGISTRY_CHUNKED_UPLOAD_SIZE_BYTES", "1")]
    [InlineData("SDK_CONTAINER_REGISTRY_CHUNKED_UPLOAD_SIZE_BYTES", "99999999999")]
    [InlineData("DOTNET_CONTAINER_DEBUG_REGISTRY_FORCE_CHUNKED_UPLOAD", "yes please")]
    [InlineData("DOTNET_CONTAINER_REGISTRY_PARALLEL_UPLOAD", "4")]
    public void What_makes_no_sense_is_an_error_that_names_the_variable(string variable, string value)
    {
        var error = Should.Throw<ContainerizeException>(() => UploadHabits.Read(TestHosts.Of((variable, value))));

        error.Code.ShouldBe(ErrorCodes.InvalidOption);
        error.Message.ShouldContain(variable);
        error.Message.ShouldContain($"'{value}'");
    }

    [RanInto("upload variables of the .NET SDK", "chunks asked for by DOTNET_CONTAINER_DEBUG_REGISTRY_FORCE_CHUNKED_UPLOAD were not made", "the three variables and their SDK_CONTAINER_ twins are read")]
    [Fact]
    [PeerCase("uploads: in chunks from the start, and of a given size")]
    public async Task What_is_to_go_in_chunks_goes_in_chunks_of_that_size()
    {
        await using var registry = await InProcessRegistry.StartAsync(cancellationToken: Cancellation);
        var log = new RecordingLog();
        var options = new RegistryOptions { Uploads = new UploadHabits(100_000, InChunks: true, OneByOne: true) };
        using var client = new RegistryClient(RegistryClient.CreateNetwork(options), options, new CredentialSource(TestHosts.Of(), registry.Host, log), TimeProvider.System, log);
        var blob = new Descriptor(MediaTypes.OciLayerGzip, Digest.Of(Content), Content.Length);

        await client.Repository(registry.Host, "acme/shop", RegistryAccess.Push)
            .UploadBlobAsync(blob, "a layer", UploadPlace.None, _ => Task.FromResult<Stream>(new MemoryStream(Content)), Cancellation);

        registry.Requests.Of("PATCH", "*").Select(request => request.BodyBytes).ShouldBe([100_000, 100_000, 100_000, 100_000, 100_000]);
        registry.Store.Blob("acme/shop", blob.Digest.ToString()).ShouldBe(Content);
    }

    [Fact]
    [PeerCase("uploads: one at a time")]
    public async Task One_blob_at_a_time_stays_one_however_well_it_goes()
    {
        var gate = new UploadGate(oneByOne: true);
        for (var i = 0; i < 10; i++)
        {
            await gate.EnterAsync(Cancellation);
            gate.WentWell();
            gate.Leave();
        }

        gate.Limit.ShouldBe(1);
    }
}
