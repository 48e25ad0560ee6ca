using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Containerize.TestKit.Registry;

/// <summary>A web server on a free port of this machine that limits nothing.</summary>
internal static class LoopbackServer
{
    /// <param name="certificate">Serve TLS with it; null: plain HTTP.</param>
    public static WebApplication Build(IPAddress address, X509Certificate2? certificate)
    {
        // The empty builder reads no settings and no environment: nothing of the machine decides where we listen.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(address, 0, listen =>
            {
                if (certificate is not null)
                {
                    listen.UseHttps(certificate);
                }
            });
        });
        return builder.Build();
    }
}
