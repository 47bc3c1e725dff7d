using Cake.Frosting;
using Survey.Build;

return CakeHost.Create()
    .UseContext<BuildContext>()
    .UseLifetime<Lifetime>()
    .Run(args);
