using HelloWeb.Greetings;
using MailKit.Net.Smtp;
using MimeKit;

namespace HelloWeb;

/// <summary>A greeting as a mail message: to be looked at, or sent to <c>Smtp:To</c> through <c>Smtp:Host</c>.</summary>
internal sealed class GreetingCard(IConfiguration configuration)
{
    public static MimeMessage Write(Greeting greeting)
    {
        var message = new MimeMessage
        {
            Subject = greeting.ToString(),
            Body = new TextPart("plain") { Text = $"{greeting}\n\nWith best wishes from a container.\n" },
        };
        message.From.Add(new MailboxAddress("HelloWeb", "hello@example.org"));
        return message;
    }

    /// <summary>Whether there was somebody to send it to.</summary>
    public async Task<bool> SendAsync(Greeting greeting, CancellationToken cancellationToken)
    {
        if (configuration["Smtp:Host"] is not { } host || configuration["Smtp:To"] is not { } to)
        {
            return false;
        }

        using var message = Write(greeting);
        message.To.Add(MailboxAddress.Parse(to));
        using var client = new SmtpClient();
        await client.ConnectAsync(host, configuration.GetValue("Smtp:Port", 587), cancellationToken: cancellationToken);
        await client.SendAsync(message, cancellationToken);
        await client.DisconnectAsync(quit: true, cancellationToken);
        return true;
    }
}
