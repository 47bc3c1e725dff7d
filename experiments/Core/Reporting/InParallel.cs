using System.Runtime.ExceptionServices;

namespace Survey.Experiments.Reporting;

/// <summary>The same for many things at once, with the results in the order of the things.</summary>
internal static class InParallel
{
    public static IReadOnlyList<TResult> Select<TItem, TResult>(IReadOnlyList<TItem> items, Func<TItem, TResult> select)
    {
        var results = new TResult[items.Count];
        try
        {
            Parallel.For(0, items.Count, index => results[index] = select(items[index]));
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }

        return results;
    }
}
