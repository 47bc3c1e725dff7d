using System.Text;
using Google.Protobuf;

namespace Survey.Models.Tests.Support;

/// <summary>The fields of a protobuf message by number, read without knowing its type.</summary>
internal sealed class ProtobufMessage
{
    private readonly List<(int Field, long Number, byte[] Bytes)> fields = [];

    public ProtobufMessage(byte[] content)
    {
        var input = new CodedInputStream(content);
        for (uint tag; (tag = input.ReadTag()) != 0;)
        {
            var field = WireFormat.GetTagFieldNumber(tag);
            if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.Varint)
                fields.Add((field, input.ReadInt64(), []));
            else
                fields.Add((field, 0, input.ReadBytes().ToByteArray()));
        }
    }

    public long Number(int field) => fields.Single(item => item.Field == field).Number;

    public string Text(int field) => Texts(field).Single();

    public IEnumerable<string> Texts(int field) => fields.Where(item => item.Field == field).Select(item => Encoding.UTF8.GetString(item.Bytes));

    public ProtobufMessage Message(int field) => Messages(field).Single();

    public IEnumerable<ProtobufMessage> Messages(int field) => fields.Where(item => item.Field == field).Select(item => new ProtobufMessage(item.Bytes));
}
