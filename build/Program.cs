using Cake.Frosting;
using Survey.Build;
using Survey.Build.Terminal;

return Session.Run(args, arguments => CakeHost.Create()
    .UseContext<BuildContext>()
    .UseLifetime<Lifetime>()
    .ConfigureServices(ExperimentTasks.Register)
    .Run(arguments));
