using Survey.Devnets;

return await HostCommand.Create().Parse(args).InvokeAsync();
