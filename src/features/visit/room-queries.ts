// What everybody in the room asks and says: who is here, whether they themselves may connect, and the chat.
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ChatMessage, RoomView } from '#domain/visit';
import { getJson, postJson } from '#lib/api';
import { apiPath } from '#lib/paths';

const POLL_MS = 5000;

export function roomQuery(launchId: string, visitId: string) {
  return queryOptions({
    queryKey: ['visit-room', launchId, visitId],
    queryFn: ({ signal }) => getJson<RoomView>(`${roomPath(launchId, visitId)}/room`, { signal }),
    refetchInterval: POLL_MS,
    refetchIntervalInBackground: true,
    retry: false,
  });
}

/** Into the room and out of it, by this person's own act. `device` names this page. */
export function useRoomStep(launchId: string, visitId: string, device: string) {
  const client = useQueryClient();
  const { queryKey } = roomQuery(launchId, visitId);
  return useMutation({
    mutationFn: (step: 'join' | 'leave') =>
      postJson<RoomView>(`${roomPath(launchId, visitId)}/${step}`, step === 'join' ? { device } : {}),
    onSuccess: async (room) => {
      await client.cancelQueries({ queryKey });
      client.setQueryData(queryKey, room);
      await client.invalidateQueries({ queryKey: ['visit', launchId, visitId] });
    },
  });
}

/** A message is named by the page, so that sending it twice is one message. */
export function useSendChat(launchId: string, visitId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (message: { messageId: string; text: string }) =>
      postJson<ChatMessage>(`${roomPath(launchId, visitId)}/chat`, message),
    retry: 2,
    onSuccess: () => client.invalidateQueries({ queryKey: roomQuery(launchId, visitId).queryKey }),
  });
}

function roomPath(launchId: string, visitId: string): string {
  return apiPath(launchId, `visits/${encodeURIComponent(visitId)}`);
}
