using System.Diagnostics.CodeAnalysis;
using Containerize.Diagnostics;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Faults;
using Shouldly;
using KitOptions = Containerize.TestKit.Registry.RegistryOptions;

namespace Containerize.Tests.Reliability;

/// <summary>Redirects and Locations: where a request or its bytes are sent on to.</summary>
internal static class RedirectFaults
{
    private const string Read = "a redirect of a read";
    private const string Send = "where an upload goes on";

    public static IEnumerable<FaultCase> Cases { get; } =
    [
        .. from status in (int[])[301, 302, 303, 307, 308]
           select new FaultCase(Read, $"{status} to another host", bench => bench.Registry.Faults.On("GET", At.BaseBlob).Do(new ElsewhereFault(bench.Other, status)))
           {
               Note = "followed without credentials",
               Check = bench => bench.Other.Requests.All.ShouldNotBeEmpty(),
           },
        new(Read, "to itself, for ever", bench => bench.Registry.Faults.On("GET", At.BaseBlob).Do(new ElsewhereFault(bench.Registry, 307))) { Fails = ErrorCodes.RegistryAnswer, Hits = 6, Note = "five are followed" },
        new(Read, "between two hosts, for ever", bench =>
        {
            bench.Other.Faults.On("GET", At.BaseBlob).Do(new ElsewhereFault(bench.Registry, 307));
            return bench.Registry.Faults.On("GET", At.BaseBlob).Do(new ElsewhereFault(bench.Other, 307));
        }) { Fails = ErrorCodes.RegistryAnswer, Hits = 3, Note = "five are followed" },
        new(Read, "without a Location", bench => bench.Registry.Faults.On("GET", At.BaseBlob).Respond(307)) { Fails = ErrorCodes.RegistryAnswer, Hits = 1 },
        To("to a file", "file:///etc/passwd"),
        To("to ftp", "ftp://127.0.0.1/x"),
        To("to an address that cannot be read", "http://[::1"),
        new(Read, "to a port where nobody listens", bench => bench.Registry.Faults.On("GET", At.BaseBlob).RedirectTo(new Uri("http://127.0.0.1:1/x"))) { Fails = ErrorCodes.RegistryUnreachable },
        new(Read, "from HTTPS to plain HTTP", bench =>
        {
            bench.Bench.Options = bench.Bench.Options with { Insecure = new HashSet<string>(StringComparer.Ordinal) { bench.Registry.Host } };
            return bench.Registry.Faults.On("GET", At.BaseBlob).Do(new ElsewhereFault(bench.Other, 307));
        })
        {
            Registry = new KitOptions { Tls = true },
            Fails = ErrorCodes.RegistryAnswer,
            Note = "never followed",
            Check = bench => bench.Other.Requests.All.ShouldBeEmpty(),
        },
        new(Read, "of the tag, to another host", bench => bench.Registry.Faults.On("HEAD", At.BaseTag).Do(new ElsewhereFault(bench.Other, 307))) { Note = "followed without credentials" },
        new(Read, "to another host that wants credentials", bench =>
        {
            bench.Other.Faults.On("GET", At.BaseBlob).Respond(401, new Dictionary<string, string>(StringComparer.Ordinal) { ["WWW-Authenticate"] = $"Bearer realm=\"{bench.Other.Url}token\",service=\"thief\"" });
            return bench.Registry.Faults.On("GET", At.BaseBlob).Do(new ElsewhereFault(bench.Other, 307));
        })
        {
            Fails = ErrorCodes.RegistryUnauthorized,
            Note = "it gets none, and its token service is not asked",
            Check = bench => bench.Other.Requests.Of("*", At.Token).ShouldBeEmpty(),
        },
        new(Send, "a Location without host", bench => bench.Registry.Faults.On("POST", At.Start).RelativeLocation()) { BaseElsewhere = true },
        new(Send, "a Location at another host", bench =>
        {
            bench.Other.Faults.On("PUT", At.Upload).StoreFor(bench.Registry, "acme/shop");
            return bench.Registry.Faults.On("POST", At.Start).CrossHostLocation(bench.Other.Url);
        })
        {
            BaseElsewhere = true,
            Note = "sent there, without credentials",
            Check = bench => bench.Other.Requests.Of("PUT", At.Upload).ShouldNotBeEmpty(),
        },
        new(Send, "a Location at another host that wants credentials", bench =>
        {
            bench.Other.Faults.On("PUT", At.Upload).Respond(401, new Dictionary<string, string>(StringComparer.Ordinal) { ["WWW-Authenticate"] = "Basic realm=\"thief\"" });
            return bench.Registry.Faults.On("POST", At.Start).CrossHostLocation(bench.Other.Url);
        })
        {
            BaseElsewhere = true,
            Fails = ErrorCodes.RegistryUnauthorized,
            Note = "it gets none",
        },
        new(Send, "a Location that is a file", bench => bench.Registry.Faults.On("POST", At.Start).Respond(202, Location("file:///etc/passwd"))) { BaseElsewhere = true, Fails = ErrorCodes.RegistryAnswer },
        new(Send, "a Location on plain HTTP at a registry on HTTPS", bench =>
        {
            bench.Bench.Options = bench.Bench.Options with { Insecure = new HashSet<string>(StringComparer.Ordinal) { bench.Registry.Host } };
            return bench.Registry.Faults.On("POST", At.Start).CrossHostLocation(bench.Other.Url);
        })
        {
            BaseElsewhere = true,
            Registry = new KitOptions { Tls = true },
            Fails = ErrorCodes.RegistryAnswer,
            Note = "nothing is sent there",
            Check = bench => bench.Other.Requests.Of("PUT", "*").ShouldBeEmpty(),
        },
        new(Send, "307 to another host for the bytes", bench =>
        {
            bench.Other.Faults.On("PUT", At.Upload).StoreFor(bench.Registry, "acme/shop");
            return bench.Registry.Faults.On("PUT", At.Upload).Do(new ElsewhereFault(bench.Other, 307));
        }) { Note = "sent there, without credentials" },
        new(Send, "302 for the bytes", bench => bench.Registry.Faults.On("PUT", At.Upload).Do(new ElsewhereFault(bench.Other, 302)))
        {
            Fails = ErrorCodes.RegistryAnswer,
            Note = "a method that would change is not followed",
            Check = bench => bench.Other.Requests.All.ShouldBeEmpty(),
        },
    ];

    private static FaultCase To(string fault, [StringSyntax(StringSyntaxAttribute.Uri)] string location)
        => new(Read, fault, bench => bench.Registry.Faults.On("GET", At.BaseBlob).Respond(307, Location(location))) { Fails = ErrorCodes.RegistryAnswer, Hits = 1, Note = "not followed" };

    private static Dictionary<string, string> Location(string value) => new(StringComparer.Ordinal) { ["Location"] = value };

    /// <summary>Sends each request on to the same path at another host.</summary>
    private sealed class ElsewhereFault(InProcessRegistry other, int status) : IFault
    {
        public async Task ApplyAsync(Microsoft.AspNetCore.Http.HttpContext context, Microsoft.AspNetCore.Http.RequestDelegate serve)
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Response.StatusCode = status;
            context.Response.Headers.Location = other.Url.GetLeftPart(UriPartial.Authority) + context.Request.Path + context.Request.QueryString;
        }
    }
}
