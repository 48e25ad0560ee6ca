using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Containerize.Tests.Engine.Lab;

/// <summary>nginx on a loopback port, as it stands before many registries.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly string folder;
    private readonly Process process;

    private Nginx(string folder, int port, Process process)
    {
        this.folder = folder;
        this.process = process;
        Address = $"localhost:{port}";
    }

    /// <summary>Host and port.</summary>
    public string Address { get; }

    /// <param name="server">What stands in its server block, after <c>listen</c>.</param>
    /// <param name="listen">Parameters of <c>listen</c> behind the address: <c>ssl</c>.</param>
    public static async Task<Nginx> StartAsync(string server, string listen = "")
    {
        var folder = Directory.CreateTempSubdirectory("containerize-nginx").FullName;
        var port = FreePort();
        await File.WriteAllTextAsync(Path.Join(folder, "nginx.conf"), $$"""
            daemon off;
            master_process off;
            error_log {{folder}}/error.log;
            pid {{folder}}/pid;
            events { }
            http {
              access_log off;
              client_body_temp_path {{folder}}/body;
              proxy_temp_path {{folder}}/proxy;
              fastcgi_temp_path {{folder}}/fastcgi;
              uwsgi_temp_path {{folder}}/uwsgi;
              scgi_temp_path {{folder}}/scgi;
              server {
                listen 127.0.0.1:{{port}} {{listen}};
                {{server}}
              }
            }
            """);
        var process = Process.Start(new ProcessStartInfo("/usr/sbin/nginx", ["-p", folder, "-c", Path.Join(folder, "nginx.conf"), "-e", Path.Join(folder, "error.log")]))!;
        var nginx = new Nginx(folder, port, process);
        await Patience.UntilAsync("nginx to listen", async () =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
                return nginx;
            }
            catch (SocketException) when (!process.HasExited)
            {
                return null;
            }
        });
        return nginx;
    }

    /// <summary>A server block that hands everything on to a registry.</summary>
    public static string PassTo(string registry) => $"location / {{ proxy_pass http://{registry}; proxy_set_header Host $http_host; proxy_set_header X-Forwarded-Proto $scheme; proxy_request_buffering off; proxy_http_version 1.1; }}";

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
