using Nethereum.ABI;
using Nethereum.Hex.HexConvertors.Extensions;
using Nethereum.RPC.Eth.DTOs;

namespace Nethereum.Contracts;

public class EventLog<T>(T eventObject, FilterLog log)
{
    public T Event { get; } = eventObject;

    public FilterLog Log { get; } = log;
}

public static class EventExtensions
{
    public static List<EventLog<TEventDTO>> DecodeAllEvents<TEventDTO>(this TransactionReceipt transactionReceipt)
        where TEventDTO : new() => transactionReceipt.Logs.DecodeAllEvents<TEventDTO>();

    /// <summary>The logs of this event, with the same number of indexed parameters; others are passed over.</summary>
    public static List<EventLog<TEventDTO>> DecodeAllEvents<TEventDTO>(this FilterLog[] logs)
        where TEventDTO : new()
    {
        var topic = MessageEncoding.SignatureHash(typeof(TEventDTO)).ToHex(prefix: true);
        var indexed = AbiType.TupleOf(typeof(TEventDTO)).Members.Count(member => member.Indexed);
        return
        [
            .. from log in logs
               where log.Topics.Length == indexed + 1 && topic.Equals((string)log.Topics[0], StringComparison.OrdinalIgnoreCase)
               select new EventLog<TEventDTO>(Decode(new TEventDTO(), log), log),
        ];
    }

    private static T Decode<T>(T target, FilterLog log)
    {
        var data = log.Data.HexToByteArray();
        var (topic, head) = (1, 0);
        foreach (var member in AbiType.TupleOf(typeof(T)).Members)
        {
            if (member.Indexed)
            {
                var value = ((string)log.Topics[topic++]).HexToByteArray();
                // What does not fit into a topic is there as its hash only.
                var type = member.Type.IsDynamic || member.Type.HeadSize > 32 ? AbiType.Parse("bytes32", null) : member.Type;
                member.Property.SetValue(target, AbiDecoder.Decode(type, member.Property.PropertyType, value));
                continue;
            }
            member.Property.SetValue(target, AbiDecoder.DecodeMember(member, data, head));
            head += member.Type.HeadSize;
        }
        return target;
    }
}
