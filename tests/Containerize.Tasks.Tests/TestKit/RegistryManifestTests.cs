using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Containerize.TestKit;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Seeding;
using Shouldly;
using Xunit;

namespace Containerize.Tests.TestKit;

/// <summary>The registry under the tests keeps to the distribution spec: manifests.</summary>
public sealed class RegistryManifestTests : RegistryTest
{
    private const string Type = "application/vnd.oci.image.manifest.v1+json";

    [Theory]
    [InlineData("1.0")]
    [InlineData(null)]
    public async Task A_manifest_is_given_back_under_tag_and_digest_as_it_was_put(string? tag)
    {
        var manifest = await UploadImageAsync("acme/shop");
        var digest = Sha256.Of(manifest);

        var put = await PutManifestAsync("acme/shop", tag ?? digest, manifest);

        put.StatusCode.ShouldBe(HttpStatusCode.Created);
        put.Headers.GetValues("Docker-Content-Digest").ShouldBe([digest]);
        put.Headers.Location!.OriginalString.ShouldBe($"/v2/acme/shop/manifests/{digest}");
        foreach (var reference in new[] { tag ?? digest, digest })
        {
            var got = await Client.GetAsync($"/v2/acme/shop/manifests/{reference}", Cancellation);
            got.StatusCode.ShouldBe(HttpStatusCode.OK);
            got.Content.Headers.ContentType!.ToString().ShouldBe(Type);
            got.Headers.GetValues("Docker-Content-Digest").ShouldBe([digest]);
            (await got.Content.ReadAsByteArrayAsync(Cancellation)).ShouldBe(manifest);
        }
    }

    [Fact]
    public async Task HEAD_tells_length_type_and_digest_and_sends_no_body()
    {
        var image = Registry.PushImage("app", "1", new JsonObject { ["os"] = "linux" }, []);

        var head = await Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/v2/app/manifests/1"), Cancellation);

        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Content.Headers.ContentLength.ShouldBe(image.Size);
        head.Content.Headers.ContentType!.ToString().ShouldBe(Type);
        head.Headers.GetValues("Docker-Content-Digest").ShouldBe([image.Digest]);
        (await head.Content.ReadAsByteArrayAsync(Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_manifest_that_names_a_missing_blob_is_refused_and_leaves_no_tag()
    {
        var manifest = await UploadImageAsync("app");

        var refused = await PutManifestAsync("elsewhere", "1", manifest);

        await refused.ShouldBeErrorAsync(HttpStatusCode.BadRequest, "MANIFEST_BLOB_UNKNOWN");
        Registry.Store.Tags("elsewhere").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_index_that_names_a_missing_child_is_refused()
    {
        var index = Encoding.UTF8.GetBytes($$"""
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[{"mediaType":"{{Type}}","digest":"{{Sha256.OfNothing}}","size":2}]}
            """);

        var refused = await PutManifestAsync("app", "1", index, "application/vnd.oci.image.index.v1+json");

        await refused.ShouldBeErrorAsync(HttpStatusCode.BadRequest, "MANIFEST_BLOB_UNKNOWN");
    }

    [Fact]
    public async Task A_manifest_under_another_digest_than_its_own_is_refused()
    {
        var manifest = await UploadImageAsync("app");

        var refused = await PutManifestAsync("app", Sha256.OfNothing, manifest);

        await refused.ShouldBeErrorAsync(HttpStatusCode.BadRequest, "DIGEST_INVALID");
    }

    [Theory]
    [InlineData("not json", Type)]
    [InlineData("[]", Type)]
    [InlineData("{\"mediaType\":\"application/vnd.oci.image.index.v1+json\"}", Type)]
    public async Task What_is_no_manifest_of_its_type_is_refused(string body, string type)
    {
        var refused = await PutManifestAsync("app", "1", Encoding.UTF8.GetBytes(body), type);

        await refused.ShouldBeErrorAsync(HttpStatusCode.BadRequest, "MANIFEST_INVALID");
    }

    [Fact]
    public async Task A_type_that_the_client_does_not_accept_is_not_there_for_it()
    {
        Registry.PushImage("app", "1", new JsonObject(), []);
        var request = new HttpRequestMessage(HttpMethod.Get, "/v2/app/manifests/1");
        request.Headers.TryAddWithoutValidation("Accept", "application/vnd.docker.distribution.manifest.v2+json");

        var answer = await Client.SendAsync(request, Cancellation);

        await answer.ShouldBeErrorAsync(HttpStatusCode.NotFound, "MANIFEST_UNKNOWN");
    }

    [Theory]
    [InlineData("/v2/app/manifests/missing", HttpStatusCode.NotFound, "MANIFEST_UNKNOWN")]
    [InlineData("/v2/app/manifests/-bad", HttpStatusCode.BadRequest, "TAG_INVALID")]
    [InlineData("/v2/app/manifests/sha256:abc", HttpStatusCode.BadRequest, "DIGEST_INVALID")]
    [InlineData("/v2/App/manifests/1", HttpStatusCode.BadRequest, "NAME_INVALID")]
    [InlineData("/v2/app/nothing", HttpStatusCode.NotFound, "UNSUPPORTED")]
    public async Task Errors_are_worded_as_the_specification_has_them(string path, HttpStatusCode status, string code)
    {
        var answer = await Client.GetAsync(path, Cancellation);

        await answer.ShouldBeErrorAsync(status, code);
    }

    [Fact]
    public async Task Deleting_a_tag_keeps_the_manifest_and_deleting_the_manifest_takes_its_tags()
    {
        var image = Registry.PushImage("app", "1", new JsonObject(), []);
        Registry.Store.PutManifest("app", "2", Type, Registry.Store.Manifest("app", "1")!.Content);

        (await Client.DeleteAsync("/v2/app/manifests/1", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        Registry.Store.Tags("app").ShouldBe(["2"]);
        (await Client.DeleteAsync($"/v2/app/manifests/{image.Digest}", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        Registry.Store.Tags("app").ShouldBeEmpty();
        await (await Client.DeleteAsync($"/v2/app/manifests/{image.Digest}", Cancellation)).ShouldBeErrorAsync(HttpStatusCode.NotFound, "MANIFEST_UNKNOWN");
    }

    [Fact]
    public async Task A_manifest_with_a_subject_is_listed_among_its_referrers()
    {
        var image = Registry.PushImage("app", "1", new JsonObject(), []);
        var config = Registry.Store.PutBlob("app", "{}"u8.ToArray());
        var referrer = Encoding.UTF8.GetBytes($$$"""
            {"schemaVersion":2,"mediaType":"{{{Type}}}","artifactType":"application/sbom","config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"{{{config}}}","size":2},"layers":[],"subject":{"mediaType":"{{{Type}}}","digest":"{{{image.Digest}}}","size":{{{image.Size}}}},"annotations":{"a":"b"}}
            """);

        var put = await PutManifestAsync("app", Sha256.Of(referrer), referrer);
        var all = JsonNode.Parse(await Client.GetStringAsync($"/v2/app/referrers/{image.Digest}", Cancellation))!;
        var others = await Client.GetAsync($"/v2/app/referrers/{image.Digest}?artifactType=application/other", Cancellation);

        put.Headers.GetValues("OCI-Subject").ShouldBe([image.Digest]);
        var listed = all["manifests"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)listed["digest"]).ShouldBe(Sha256.Of(referrer));
        ((string?)listed["artifactType"]).ShouldBe("application/sbom");
        ((string?)listed["annotations"]!["a"]).ShouldBe("b");
        others.Headers.GetValues("OCI-Filters-Applied").ShouldBe(["artifactType"]);
        JsonNode.Parse(await others.Content.ReadAsStringAsync(Cancellation))!["manifests"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Tags_are_listed_in_order_and_in_pages()
    {
        foreach (var tag in new[] { "b", "c", "a" })
        {
            Registry.PushImage("app", tag, new JsonObject(), []);
        }

        var first = await Client.GetAsync("/v2/app/tags/list?n=2", Cancellation);
        var rest = await Client.GetStringAsync("/v2/app/tags/list?n=2&last=b", Cancellation);

        (await first.Content.ReadAsStringAsync(Cancellation)).ShouldBe("""{"name":"app","tags":["a","b"]}""");
        first.Headers.GetValues("Link").ShouldBe(["</v2/app/tags/list?n=2&last=b>; rel=\"next\""]);
        rest.ShouldBe("""{"name":"app","tags":["c"]}""");
        await (await Client.GetAsync("/v2/missing/tags/list", Cancellation)).ShouldBeErrorAsync(HttpStatusCode.NotFound, "NAME_UNKNOWN");
    }

    /// <summary>Pushes a configuration and a layer, and gives the manifest that names them.</summary>
    private async Task<byte[]> UploadImageAsync(string repository)
    {
        var config = await UploadAsync(repository, "{}"u8.ToArray());
        var layer = await UploadAsync(repository, "a layer"u8.ToArray());
        return Encoding.UTF8.GetBytes($$"""
            {"schemaVersion":2,"mediaType":"{{Type}}","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{{config}}","size":2},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"{{layer}}","size":7}]}
            """);
    }

    private async Task<string> UploadAsync(string repository, byte[] content)
    {
        var digest = Sha256.Of(content);
        var answer = await Client.PostAsync($"/v2/{repository}/blobs/uploads/?digest={digest}", new ByteArrayContent(content), Cancellation);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        return digest;
    }

    private Task<HttpResponseMessage> PutManifestAsync(string repository, string reference, byte[] manifest, string type = Type)
    {
        var content = new ByteArrayContent(manifest);
        content.Headers.ContentType = new(type);
        return Client.PutAsync($"/v2/{repository}/manifests/{reference}", content, Cancellation);
    }
}
