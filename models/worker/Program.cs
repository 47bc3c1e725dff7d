using Survey.Worker;

var programStart = Stamps.Now(TimeProvider.System);
return await WorkerProgram.RunAsync(args, new Stamps(TimeProvider.System, programStart), TimeProvider.System);
