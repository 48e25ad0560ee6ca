Console.WriteLine($"Hello, {(args.Length > 0 ? args[0] : "world")}, from {Environment.OSVersion.Platform} on .NET {Environment.Version}!");
