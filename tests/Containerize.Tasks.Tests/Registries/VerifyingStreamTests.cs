using Containerize.Oci;
using Containerize.Registries;
using Containerize.Registries.Authentication;
using Containerize.Registries.Connections;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Registries;

public sealed class VerifyingStreamTests
{
    [Fact]
    public async Task Who_reads_may_stop_though_who_asked_goes_on()
    {
        using var asker = new CancellationTokenSource();
        using var reader = new CancellationTokenSource();
        var request = new RegistryRequest(HttpMethod.Get, "/v2/acme/shop/blobs/x") { Doing = "Reading a layer", Scope = new AuthScope("acme/shop", RegistryAccess.Pull) };
        var answer = new RegistryAnswer(new HttpResponseMessage(), new RegistryExchange(request, new StallWatch(TimeSpan.FromMinutes(5), asker.Token)), "registry.example");
        var silence = new System.IO.Pipelines.Pipe();
        await using var stream = new VerifyingStream(answer, silence.Reader.AsStream(), new Descriptor(MediaTypes.OciLayerGzip, Digest.Of([]), 1), new TransferCounts());

        var read = stream.ReadAsync(new byte[1], reader.Token).AsTask();
        await reader.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(read.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
    }
}
